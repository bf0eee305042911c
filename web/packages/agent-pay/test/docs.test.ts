// docs/element.md names every attribute, event, part and custom property, and no other.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const docs = read('docs/element.md');
const element = read('web/packages/agent-pay/src/agent-pay.ts');

/** The names in the first column of the table below a heading. */
function documented(heading: string): string[] {
  const section = docs.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = section.split('\n').flatMap((line) => /^\| (`.*?`) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? '')).sort();
}

describe('docs/element.md', () => {
  it('names every attribute', () => {
    const properties = [...element.matchAll(/@property\(([^)]*)\)\s+(?:get )?(\w+)/g)]
      .filter(([, options]) => !options?.includes('attribute: false'))
      .map(([, options, name]) => /attribute: '([^']+)'/.exec(options ?? '')?.[1] ?? name ?? '');
    expect(properties.length).toBeGreaterThan(10);
    expect(documented('Attributes')).toEqual(properties.sort());
  });

  it('names every event', () => {
    const events = [...read('web/packages/agent-pay/src/public.ts').matchAll(/^ {2}'(agent-pay-[a-z-]+)'/gm)];
    expect(documented('Events')).toEqual(events.map((m) => m[1]).sort());
    expect(new Set([...element.matchAll(/fire\('([a-z-]+)'/g)].map((m) => m[1]))).toEqual(
      new Set(documented('Events')),
    );
  });

  it('names every part', () => {
    const folder = 'web/packages/agent-pay/src/payment/';
    const sources = [element, ...readdirSync(new URL(folder, root)).map((file) => read(folder + file))];
    const parts = sources.flatMap((source) =>
      [...source.matchAll(/\bpart="([a-z]+)"/g)].map((m) => m[1] ?? ''),
    );
    const exported = [...element.matchAll(/exportparts="([^"]+)"/g)].flatMap((m) => m[1]?.split(', ') ?? []);
    expect([...exported, 'empty'].sort()).toEqual([...new Set(parts)].sort());
    const listed = /^Parts: (.*)\.$/m.exec(docs)?.[1] ?? '';
    expect([...listed.matchAll(/`([a-z]+)`/g)].map((m) => m[1]).sort()).toEqual([...new Set(parts)].sort());
  });

  it('names only custom properties that exist', () => {
    const tokens = read('web/packages/ui/src/tokens.css');
    const named = [...docs.matchAll(/`(--[a-z-]+)`/g)].map((m) => m[1] ?? '');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !tokens.includes(`${name}:`))).toEqual([]);
  });
});
