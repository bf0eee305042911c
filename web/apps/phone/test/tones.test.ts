import { expect, test } from 'vitest';
import { dtmf } from '../src/handset/tones.js';

test('each key has its own pair of frequencies', () => {
  expect(dtmf('1')).toEqual([697, 1209]);
  expect(dtmf('5')).toEqual([770, 1336]);
  expect(dtmf('#')).toEqual([941, 1477]);
  expect(dtmf('*')).toEqual([941, 1209]);
  expect(new Set([...'0123456789*#'].map((key) => String(dtmf(key)))).size).toBe(12);
});

test('other text has no tone', () => {
  for (const key of ['', 'a', '12', ' ']) expect(dtmf(key)).toBeUndefined();
});
