// Builds each page into a folder of its own: what a page's server gives out is all there, and nothing else.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'target', 'classes', 'dev', 'agentpay', 'web');

for (const page of ['desk', 'phone']) {
  if (!existsSync(join(here, page, 'index.html'))) continue;
  await build({
    root: join(here, page),
    base: './',
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(out, page),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false, // its helper is an inline script in some browsers; one file needs none
      assetsInlineLimit: 0, // a data: URL is one more thing that a policy would have to allow
      rollupOptions: { output: { codeSplitting: false } },
    },
  });
  await seal(join(out, page));
}

/** Writes what each script and style must hash to into the page, and into a list for whoever checks. */
async function seal(folder) {
  const list = {};
  for (const file of await filesIn(folder)) {
    if (/\.(js|css)$/.test(file)) {
      const hash = createHash('sha384')
        .update(await readFile(file))
        .digest('base64');
      list[relative(folder, file).replaceAll('\\', '/')] = `sha384-${hash}`;
    }
  }
  const index = join(folder, 'index.html');
  let html = await readFile(index, 'utf8');
  for (const [file, integrity] of Object.entries(list)) {
    html = html.replace(`"./${file}"`, `"./${file}" integrity="${integrity}"`);
  }
  await writeFile(index, html);
  await writeFile(join(folder, 'integrity.json'), JSON.stringify(list, null, 2) + '\n');
  const files = (await filesIn(folder)).map((file) => relative(folder, file).replaceAll('\\', '/'));
  await writeFile(join(folder, 'files.txt'), files.join('\n') + '\n');
}

async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath ?? e.path, e.name))
    .sort();
}
