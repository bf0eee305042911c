// Builds each app into its own folder, which contains exactly the files that the server serves.
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { CSS_TARGET } from './css-target.mjs';

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
  modulePreload: false, // unnecessary for one file, and it would add an inline script for some browsers
  assetsInlineLimit: 0, // the content security policy does not allow data: URLs
};

// Built first, because the desk's script contains the name and hash of each script that it loads later.
const voice = await script('twilio-voice', join(here, 'apps', 'desk', 'src', 'softphone', 'twilio-voice.ts'));

for (const page of ['desk', 'phone']) {
  await build({
    ...COMMON,
    root: join(here, 'apps', page),
    plugins: [packageFilesInHtml()],
    define: { TWILIO_VOICE: JSON.stringify({ file: `./${voice.name}`, integrity: voice.integrity }) },
    build: { ...OUTPUT, outDir: join(out, page), rollupOptions: { output: { codeSplitting: false } } },
  });
  await writeIntegrity(join(out, page), page === 'desk' ? [voice] : []);
}

await element();

/** Builds the script of <agent-pay>, which pages of other origins load by this name. */
async function element() {
  const folder = join(out, 'element');
  await build({
    ...COMMON,
    root: here,
    build: {
      ...OUTPUT,
      outDir: folder,
      cssTarget: CSS_TARGET,
      rollupOptions: {
        input: join(here, 'packages', 'agent-pay', 'src', 'element.ts'),
        output: { codeSplitting: false, entryFileNames: 'agent-pay.js' },
      },
    },
  });
  const integrity = await integrityOf(join(folder, 'agent-pay.js'));
  await writeFile(
    join(folder, 'integrity.json'),
    JSON.stringify({ 'agent-pay.js': integrity }, null, 2) + '\n',
  );
  await writeFile(join(folder, 'files.txt'), 'agent-pay.js\nintegrity.json\n');
}

/** Lets a page's HTML name a public file of a package, such as `@agentpay/ui/icon.svg`. */
function packageFilesInHtml() {
  return {
    name: 'package-files-in-html',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { filename }) =>
        html.replace(/(?<=")@agentpay\/[^"]+/g, (name) =>
          relative(dirname(filename), fileURLToPath(import.meta.resolve(name))).replaceAll('\\', '/'),
        ),
    },
  };
}

/** Builds a script that a page loads later. */
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
 * Writes the integrity hash of each script and style into the page's HTML and into integrity.json. Scripts that are
 * loaded later are listed in later.json; the page's script contains their hashes. Browsers check none for a worker.
 */
async function writeIntegrity(folder, later) {
  const list = {};
  const index = join(folder, 'index.html');
  let html = await readFile(index, 'utf8');
  for (const path of await filesIn(folder)) {
    const file = relative(folder, path).replaceAll('\\', '/');
    if (!html.includes(`"./${file}"`) || !/\.(js|css)$/.test(file)) continue;
    list[file] = await integrityOf(path);
    html = html.replace(`"./${file}"`, `"./${file}" integrity="${list[file]}"`);
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
