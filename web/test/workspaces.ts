// Reads the workspaces of this repository for the tests in this folder.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Workspace {
  /** Relative to `web`, for example `packages/ui`. */
  folder: string;
  name: string;
  /** Public entries, for example `@agentpay/ui` and `@agentpay/ui/icon.svg`. */
  entries: string[];
  dependencies: string[];
}

export function workspaces(): Workspace[] {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((folder) => workspace(`${group}/${folder}`)),
  );
}

function workspace(folder: string): Workspace {
  const {
    name,
    exports = {},
    dependencies = {},
  } = JSON.parse(read(`${folder}/package.json`)) as {
    name: string;
    exports?: Record<string, string>;
    dependencies?: Record<string, string>;
  };
  const entries = Object.keys(exports).map((entry) => name + entry.slice(1));
  return { folder, name, entries, dependencies: Object.keys(dependencies) };
}

/** Files below a folder, relative to `web`, with forward slashes. */
export function filesIn(folder: string, ending: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
