// Checks which file may import which. The public entries of a package are the `exports` of its package.json.
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, read, workspaces, type Workspace } from './workspaces.js';

/** The packages of ours that each workspace may import. An app may import packages, but no other app. */
const ALLOWED: Record<string, string[]> = {
  '@agentpay/agent-pay': ['@agentpay/pay-client', '@agentpay/ui'],
  '@agentpay/client': ['@agentpay/pay-client'],
  '@agentpay/http': [],
  '@agentpay/pay-client': ['@agentpay/http'],
  '@agentpay/ui': [],
  '@agentpay/desk': ['@agentpay/agent-pay', '@agentpay/http', '@agentpay/pay-client', '@agentpay/ui'],
  '@agentpay/phone': ['@agentpay/http', '@agentpay/ui'],
};

const all = workspaces();
const entries = all.flatMap((workspace) => workspace.entries);

interface Import {
  file: string;
  specifier: string;
}

describe.each(all)('$name', (workspace) => {
  const imports = importsOf(workspace);
  const ours = imports.filter(({ specifier }) => specifier.startsWith('@agentpay/'));

  it('has a line in the list of allowed imports', () => {
    expect(Object.keys(ALLOWED)).toContain(workspace.name);
  });

  it('imports only allowed packages of ours', () => {
    const allowed = ALLOWED[workspace.name] ?? [];
    expect(ours.filter(({ specifier }) => !allowed.includes(packageOf(specifier)))).toEqual([]);
  });

  it('imports packages only by their public entries', () => {
    expect(ours.filter(({ specifier }) => !entries.includes(specifier))).toEqual([]);
  });

  it('imports no file of another workspace by path', () => {
    const isOutside = (i: Import) => isRelative(i) && !target(i).startsWith(`${workspace.folder}/`);
    expect(imports.filter(isOutside)).toEqual([]);
  });

  it('declares what it imports as dependencies', () => {
    const imported = imports
      .filter((i) => i.file.startsWith(`${workspace.folder}/src/`) && !isRelative(i))
      .map(({ specifier }) => packageOf(specifier));
    expect([...new Set(imported)].sort()).toEqual([...workspace.dependencies].sort());
  });
});

it('no import cycle between files', () => {
  const graph = new Map<string, string[]>();
  for (const i of all.flatMap(importsOf).filter(isRelative)) {
    graph.set(i.file, [...(graph.get(i.file) ?? []), target(i)]);
  }
  expect(cycleIn(graph)).toEqual([]);
});

describe('the reader of imports', () => {
  it.each([
    ["import a from './a.js';", './a.js'],
    ["import type { B } from './b.js';", './b.js'],
    ["import {\n  c,\n  d,\n} from './c.js';", './c.js'],
    ["import './e.js';", './e.js'],
    ["export * from './f.js';", './f.js'],
    ["const g = await import('./g.js');", './g.js'],
    ["import sheet from './h.svg?url';", './h.svg?url'],
  ])('finds %j', (source, specifier) => {
    expect(specifiersIn(source)).toEqual([specifier]);
  });

  it('finds a cycle', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['d', ['b']],
    ]);
    expect(cycleIn(graph)).toEqual(['b', 'd', 'b']);
  });
});

function importsOf({ folder }: Workspace): Import[] {
  return ['src', 'test']
    .flatMap((part) => filesIn(`${folder}/${part}`, '.ts'))
    .flatMap((file) => specifiersIn(read(file)).map((specifier) => ({ file, specifier })));
}

function specifiersIn(source: string): string[] {
  const pattern = /(?:^|\s)(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g;
  // `?inline` says how the bundler includes a file.
  return [...source.matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? '').replace(/\?inline$/, ''));
}

function isRelative({ specifier }: Import): boolean {
  return specifier.startsWith('.');
}

/** The imported file, relative to `web`. */
function target({ file, specifier }: Import): string {
  return posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
}

/** `@scope/name` or `name` of an import such as `@scope/name/entry.js`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The files of one cycle, the first one repeated at the end; empty if there is none. */
function cycleIn(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] => {
    const start = path.indexOf(file);
    if (start >= 0) return [...path.slice(start), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
