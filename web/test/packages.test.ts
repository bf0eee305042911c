// Checks the built npm packages as a project that installs them sees them. Needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');

/** npm and tsc start slowly on a busy machine. */
const TIMEOUT_MS = 120_000;

interface Package {
  name: string;
  /** Below `web/target`. */
  folder: string;
  /** What the README must contain. */
  readme: string;
  /** What a page imports. */
  use: string;
  /** What that may cost its users to load, compressed. Parts that are loaded later do not count. */
  maxGzipBytes: number;
  /** A TypeScript file that uses the package, relative to `web`. */
  sample: string;
}

const PACKAGES: Package[] = [
  {
    name: '@agentpay/client',
    folder: 'client',
    readme: 'attachPay',
    use: "export { PayClient } from '@agentpay/client';",
    maxGzipBytes: 8 * 1024,
    sample: 'packages/client/e2e/page.ts',
  },
  {
    name: '@agentpay/agent-pay',
    folder: 'agent-pay',
    readme: '<agent-pay',
    use: "import '@agentpay/agent-pay';",
    maxGzipBytes: 28 * 1024,
    sample: 'packages/agent-pay/e2e/page.ts',
  },
];

/** The errors of the client alone must not bring the client along. */
const MAX_ERRORS_GZIP_BYTES = 512;

vi.setConfig({ testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS });

let project: string;

function run(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  } catch (e) {
    const { stdout, stderr } = e as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: e });
  }
}

function write(name: string, content: string | object): void {
  writeFileSync(join(project, name), typeof content === 'string' ? content : JSON.stringify(content));
}

describe.each(PACKAGES)('$name', ({ name, folder, readme, use, maxGzipBytes, sample }) => {
  const built = join(web, 'target', folder);
  let tarball: string;

  beforeAll(() => {
    if (!existsSync(join(built, 'package.json'))) throw new Error('Run `npm run build` in web first');
    project = mkdtempSync(join(tmpdir(), 'agentpay-package-'));
    write('package.json', { name: 'page', private: true, type: 'module' });
    const [packed] = JSON.parse(run('npm', 'pack', '--json', built)) as [{ filename: string }];
    tarball = join(project, packed.filename);
    run('npm', 'install', '--offline', '--no-audit', '--no-fund', tarball);
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('has no dependencies and the licence', () => {
    const installed = join(project, 'node_modules', name);
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object;
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key) || key === 'private')).toEqual([]);
    expect(existsSync(join(installed, 'LICENSE'))).toBe(true);
    const text = readFileSync(join(installed, 'README.md'), 'utf8');
    expect(text).toContain(readme);
    expect(text).not.toMatch(/\]\((?!https?:|#)/);
  });

  it('passes publint', async () => {
    expect((await publint({ pkgDir: built, strict: true })).messages).toEqual([]);
  });

  it('has types for every way to import an ES module', () => {
    const output = run(join(web, 'node_modules/.bin/attw'), tarball, '--profile', 'esm-only', '--no-emoji');
    expect(output).toContain('OK (ESM)');
  });

  it.each([
    ['NodeNext', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
    ['a bundler', { module: 'ESNext', moduleResolution: 'Bundler' }],
  ])('type-checks in a project for %s', (_, options) => {
    write('tsconfig.json', {
      compilerOptions: {
        ...options,
        target: 'ES2022',
        lib: folder === 'client' ? ['ES2022'] : ['ES2022', 'DOM'], // the client works without a browser
        strict: true,
        noEmit: true,
        types: [],
        skipLibCheck: false,
      },
      files: ['page.ts'],
    });
    copyFileSync(join(web, sample), join(project, 'page.ts'));
    run(join(web, 'node_modules/.bin/tsc'), '-p', '.');
  });

  it('is small', async () => {
    expect(await gzipSizeOf(use)).toBeLessThanOrEqual(maxGzipBytes);
  });

  it.runIf(folder === 'client')('can be imported in plain Node', () => {
    write('plain.mjs', `import PayClient from '${name}'; console.log(new PayClient('', 'a', 'b').callSid);`);
    expect(run('node', 'plain.mjs')).toBe('undefined\n');
  });

  it.runIf(folder === 'client')('leaves out what a page does not import', async () => {
    const size = await gzipSizeOf(`export { PayClientError } from '${name}';`);
    expect(size).toBeLessThanOrEqual(MAX_ERRORS_GZIP_BYTES);
  });
});

/** The size of a page's bundle, minified and compressed, without what is loaded later. */
async function gzipSizeOf(source: string): Promise<number> {
  write('entry.js', source);
  const output = (await build({
    root: project,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rollupOptions: {
        input: join(project, 'entry.js'),
        preserveEntrySignatures: 'strict',
        output: { minify: true },
      },
    },
  })) as Rolldown.RolldownOutput;
  const entry = output.output.find(
    (chunk) => chunk.type === 'chunk' && chunk.isEntry,
  ) as Rolldown.OutputChunk;
  return gzipSync(entry.code).length;
}
