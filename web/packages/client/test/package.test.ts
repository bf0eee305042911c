// Checks the built npm package as a project that installs it sees it. Needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const NAME = '@agentpay/client';
const web = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const built = join(web, 'target', 'client');

/** What a page may cost its users to load. Without Segment, which is loaded on its own. */
const MAX_GZIP_BYTES = 8 * 1024;
/** The errors alone must not bring the client along. */
const MAX_ERRORS_GZIP_BYTES = 512;
/** npm and tsc start slowly on a busy machine. */
const TIMEOUT_MS = 120_000;

vi.setConfig({ testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS });

let project: string;
let tarball: string;

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

beforeAll(() => {
  if (!existsSync(join(built, 'package.json'))) throw new Error('Run `npm run build` in web first');
  project = mkdtempSync(join(tmpdir(), 'agentpay-client-'));
  write('package.json', { name: 'page', private: true, type: 'module' });
  const [packed] = JSON.parse(run('npm', 'pack', '--json', built)) as [{ filename: string }];
  tarball = join(project, packed.filename);
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', tarball);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the package', () => {
  it('has no dependencies and the licence', () => {
    const manifest = JSON.parse(
      readFileSync(join(project, 'node_modules/@agentpay/client/package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key) || key === 'private')).toEqual([]);
    expect(existsSync(join(project, 'node_modules/@agentpay/client/LICENSE'))).toBe(true);
    const readme = readFileSync(join(project, 'node_modules/@agentpay/client/README.md'), 'utf8');
    expect(readme).toContain('attachPay');
    expect(readme).not.toMatch(/\]\((?!https?:|#)/);
  });

  it('passes publint', async () => {
    expect((await publint({ pkgDir: built, strict: true })).messages).toEqual([]);
  });

  it('has types for every way to import an ES module', () => {
    const output = run(join(web, 'node_modules/.bin/attw'), tarball, '--profile', 'esm-only', '--no-emoji');
    expect(output).toContain('OK (ESM)');
  });

  it('can be imported in plain Node', () => {
    write('plain.mjs', `import PayClient from '${NAME}'; console.log(new PayClient('', 'a', 'b').callSid);`);
    expect(run('node', 'plain.mjs')).toBe('undefined\n');
  });

  it.each([
    [
      'Node without the types of a browser',
      { module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['ES2022'] },
    ],
    ['a bundler', { module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2022', 'DOM'] }],
  ])('type-checks in a project for %s', (_, options) => {
    write('tsconfig.json', {
      compilerOptions: {
        ...options,
        target: 'ES2022',
        strict: true,
        noEmit: true,
        types: [],
        skipLibCheck: false,
      },
      files: ['page.ts'],
    });
    copyFileSync(join(web, 'packages/client/e2e/page.ts'), join(project, 'page.ts'));
    run(join(web, 'node_modules/.bin/tsc'), '-p', '.');
  });

  it('is small', async () => {
    expect(await gzipSizeOf(`export { PayClient } from '${NAME}';`)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it('leaves out what a page does not import', async () => {
    const size = await gzipSizeOf(`export { PayClientError } from '${NAME}';`);
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
