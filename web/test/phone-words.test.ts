import { expect, test } from 'vitest';
import en from '../src/i18n/phone.en.json';
import es from '../src/i18n/phone.es.json';
import { LANGUAGES } from '../src/i18n/i18n.js';

const holes = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(String).sort();

test('every message is there in every language, with the same values in it', () => {
  expect(LANGUAGES).toEqual(['en', 'es']);
  expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect(es[key].trim(), key).not.toBe('');
    expect(holes(es[key]), key).toEqual(holes(en[key]));
  }
});
