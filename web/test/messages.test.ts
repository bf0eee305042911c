import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../src/i18n/i18n.js';

const folder = new URL('../src/i18n/', import.meta.url);
const pages = [
  ...new Set(
    readdirSync(folder)
      .filter((f) => f.endsWith('.json'))
      .map((f) => f.split('.')[0]),
  ),
];

function messages(page: string | undefined, language: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`${page}.${language}.json`, folder), 'utf8')) as Record<
    string,
    string
  >;
}

function holes(message: string | undefined): string[] {
  return [...(message ?? '').matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
}

describe.each(pages)('the messages of %s', (page) => {
  const english = messages(page, 'en');

  it.each(LANGUAGES.filter((l) => l !== 'en'))('are all there in %s, with the same holes', (language) => {
    const other = messages(page, language);
    expect(Object.keys(other)).toEqual(Object.keys(english));
    for (const [key, message] of Object.entries(english)) {
      expect(other[key], key).not.toBe('');
      expect(holes(other[key]), key).toEqual(holes(message));
    }
  });

  it('are all used', () => {
    const sources = readdirSync(new URL(`../src/${page}/`, import.meta.url), { recursive: true })
      .filter((f) => String(f).endsWith('.ts'))
      .map((f) => readFileSync(new URL(`../src/${page}/${String(f)}`, import.meta.url), 'utf8'))
      .join('\n');
    const unused = Object.keys(english).filter(
      (key) => !sources.includes(`'${key}'`) && !sources.includes(`\`${key.split('.')[0]}.`),
    );
    expect(unused).toEqual([]);
  });
});

describe('the desk', () => {
  const states: string[] = readSchema().SessionState.enum;
  const fields: string[] = readSchema().Field.enum;

  it.each(LANGUAGES)('has words for every state, field and error in %s', (language) => {
    const words = messages('desk', language);
    for (const state of states) {
      expect(words[`state.${state}`], state).toBeDefined();
      if (state !== 'capturing') expect(words[`say.${state}`], state).toBeDefined();
    }
    for (const field of fields) {
      expect(words[`field.${field}`], field).toBeDefined();
      expect(words[`say.capturing.${field}`], field).toBeDefined();
    }
    for (const error of errorTypes()) expect(words[`error.${error}`], error).toBeDefined();
  });
});

function readSchema() {
  const file = new URL('../../server/src/main/resources/dev/agentpay/server/openapi.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).components.schemas;
}

/** As the server names them. */
function errorTypes(): string[] {
  const file = new URL(
    '../../payments/src/main/java/dev/agentpay/payments/values/ErrorType.java',
    import.meta.url,
  );
  const source = readFileSync(file, 'utf8').split('private enum Again')[0] ?? '';
  const names = [...source.matchAll(/^ {2}[A-Z_]+\("([a-z-]+)"/gm)].map((m) => m[1] ?? '');
  expect(names.length).toBeGreaterThan(10);
  return names;
}
