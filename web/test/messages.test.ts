import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '@agentpay/ui';
import { filesIn, read, workspaces } from './workspaces.js';

const apps = workspaces().filter(({ folder }) => filesIn(`${folder}/src/i18n`, '.json').length > 0);

describe.each(apps)('messages of $name', ({ folder }) => {
  const english = messages(folder, 'en');

  it('exist in every language', () => {
    const files = LANGUAGES.map((language) => `${folder}/src/i18n/${language}.json`);
    expect(filesIn(`${folder}/src/i18n`, '.json')).toEqual(files);
  });

  it.each(LANGUAGES)('have the same keys and placeholders in %s', (language) => {
    const translated = messages(folder, language);
    expect(Object.keys(translated)).toEqual(Object.keys(english));
    for (const [key, message] of Object.entries(english)) {
      expect(translated[key], key).not.toBe('');
      expect(placeholders(translated[key]), key).toEqual(placeholders(message));
    }
  });

  it('are all used', () => {
    const sources = filesIn(`${folder}/src`, '.ts').map(read).join('\n');
    const isUsed = (key: string) =>
      sources.includes(`'${key}'`) || sources.includes(`\`${key.split('.')[0]}.`);
    expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
  });
});

function messages(folder: string, language: string): Record<string, string> {
  return JSON.parse(read(`${folder}/src/i18n/${language}.json`)) as Record<string, string>;
}

function placeholders(message: string | undefined): string[] {
  return [...(message ?? '').matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
}
