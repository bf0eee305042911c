// Builds each page into a folder of its own: what a page's server gives out is all there, and nothing else.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'target', 'classes', 'dev', 'agentpay', 'web');

const COMMON = {
  base: './',
  configFile: false,
  logLevel: 'warn',
};
const OUTPUT = {
  emptyOutDir: true,
  target: 'es2022',
  modulePreload: false, // its helper is an inline script in some browsers; one file needs none
  assetsInlineLimit: 0, // a data: URL is one more thing that a policy would have to allow
};

// Built first: the desk knows what each script that it loads later must hash to, and the page knows the desk.
const voice = await script('twilio-voice', join(here, 'src', 'desk', 'twilio-voice.ts'));

for (const page of ['desk', 'phone']) {
  if (!existsSync(join(here, page, 'index.html'))) continue;
  await build({
    ...COMMON,
    root: join(here, page),
    define: { TWILIO_VOICE: JSON.stringify({ file: `./${voice.name}`, integrity: voice.integrity }) },
    build: { ...OUTPUT, outDir: join(out, page), rollupOptions: { output: { codeSplitting: false } } },
  });
  await seal(join(out, page), page === 'desk' ? [voice] : []);
}

/** Builds a script that a page loads later, into a folder beside the pages. */
async function script(name, input) {
  const outDir = join(here, 'target', name);
  await build({
    ...COMMON,
    root: here,
    build: {
      ...OUTPUT,
      outDir,
      rollupOptions: {
        input,
        preserveEntrySignatures: 'strict',
        output: { codeSplitting: false, entryFileNames: `${name}-[hash].js` },
      },
    },
  });
  const [file] = await filesIn(outDir);
  return { name: relative(outDir, file), file, integrity: await integrityOf(file) };
}

/**
 * Writes what each script and style must hash to into the page, and into a list for whoever checks; what is loaded
 * later has a list of its own, and the page's script knows it.
 */
async function seal(folder, later) {
  const list = {};
  for (const file of await filesIn(folder)) {
    if (/\.(js|css)$/.test(file)) {
      list[relative(folder, file).replaceAll('\\', '/')] = await integrityOf(file);
    }
  }
  const index = join(folder, 'index.html');
  let html = await readFile(index, 'utf8');
  for (const [file, integrity] of Object.entries(list)) {
    html = html.replace(`"./${file}"`, `"./${file}" integrity="${integrity}"`);
  }
  await writeFile(index, html);
  await writeFile(join(folder, 'integrity.json'), JSON.stringify(list, null, 2) + '\n');
  const assets = {};
  for (const { name, file, integrity } of later) {
    await copyFile(file, join(folder, 'assets', name));
    assets[`assets/${name}`] = integrity;
  }
  if (later.length > 0) {
    await writeFile(join(folder, 'later.json'), JSON.stringify(assets, null, 2) + '\n');
  }
  const files = (await filesIn(folder)).map((file) => relative(folder, file).replaceAll('\\', '/'));
  await writeFile(join(folder, 'files.txt'), files.join('\n') + '\n');
}

async function integrityOf(file) {
  const hash = createHash('sha384').update(await readFile(file));
  return `sha384-${hash.digest('base64')}`;
}

async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath ?? e.path, e.name))
    .sort();
}
