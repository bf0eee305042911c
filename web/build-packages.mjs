// Builds the npm packages into target: the code with our own packages bundled in, its types, and the files of a
// package. Runs after `tsc -b`, which writes the types.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { CSS_TARGET } from './css-target.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const types = join(here, 'target', 'types');

await buildPackage({ name: 'client', entry: 'index', declarations: 'index', docs: 'client-javascript.md' });
await buildPackage({ name: 'agent-pay', entry: 'element', declarations: 'public', docs: 'element.md' });

await buildExample('react');

async function buildPackage({ name, entry, declarations, docs }) {
  const source = join(here, 'packages', name);
  const out = join(here, 'target', name);
  await rm(out, { recursive: true, force: true });
  await build({
    root: source,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(out, 'dist'),
      target: 'es2022',
      cssTarget: CSS_TARGET,
      emptyOutDir: true,
      minify: false, // readable in a debugger; the page that uses the package minifies
      license: { fileName: 'LICENSES.md' }, // of the libraries that are bundled
      lib: { entry: join(source, 'src', `${entry}.ts`), formats: ['es'], fileName: () => 'index.js' },
      rollupOptions: { output: { chunkFileNames: 'segment/[name].js' } },
    },
  });
  await copyTypes(out, name, `${declarations}.d.ts`);
  await writePackage({ source, out, types: `./dist/types/${name}/${declarations}.d.ts`, docs });
}

/** Builds an example as a project outside of this repository would, with the package that was just built. */
async function buildExample(name) {
  await build({
    root: join(here, '..', 'examples', name),
    configFile: false,
    logLevel: 'warn',
    resolve: {
      alias: [
        { find: '@agentpay/agent-pay', replacement: join(here, 'target', 'agent-pay', 'dist', 'index.js') },
        { find: /^(react|react-dom)(?=$|\/)/, replacement: join(here, 'node_modules', '$1') },
      ],
    },
    build: { outDir: join(here, 'target', 'examples', name), emptyOutDir: true, cssTarget: CSS_TARGET },
  });
}

/** Copies a declaration file and those it refers to. Our other packages become folders next to it. */
async function copyTypes(out, workspace, file, copied = new Set()) {
  const id = `${workspace}/${file}`;
  if (copied.has(id)) return;
  copied.add(id);
  let text = await readFile(join(types, workspace, 'src', file), 'utf8');
  for (const [, specifier] of text.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)) {
    const ours = /^@agentpay\/(.+)$/.exec(specifier);
    if (ours !== null) await copyTypes(out, ours[1], 'index.d.ts', copied);
    else if (specifier.startsWith('.')) {
      const imported = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.d.ts');
      await copyTypes(out, workspace, imported, copied);
    }
  }
  const up = '../'.repeat(file.split('/').length);
  text = text
    .replaceAll(/'@agentpay\/([^']+)'/g, `'${up}$1/index.js'`)
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const target = join(out, 'dist', 'types', id);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}

async function writePackage({ source, out, types, docs }) {
  const { name, version, description, type, license, sideEffects } = JSON.parse(
    await readFile(join(source, 'package.json'), 'utf8'),
  );
  const manifest = {
    name,
    version,
    description,
    keywords: ['twilio', 'pay', 'payments', 'pci', 'agent'],
    license,
    type,
    sideEffects,
    engines: { node: '>=20' },
    files: ['dist'],
    types,
    exports: {
      '.': { types, default: './dist/index.js' },
      './package.json': './package.json',
    },
  };
  await writeFile(join(out, 'package.json'), JSON.stringify(manifest, null, 2) + '\n');
  const readme = await readFile(join(here, '..', 'docs', docs), 'utf8');
  // Links to other pages of the docs lead nowhere from a registry.
  await writeFile(join(out, 'README.md'), readme.replaceAll(/\[([^\]]+)\]\((?!https?:|#)[^)]+\)/g, '$1'));
  await copyFile(join(here, '..', 'LICENSE'), join(out, 'LICENSE'));
}
