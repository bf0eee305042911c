import { describe, expect, it } from 'vitest';
import { looksLikeCard } from '../src/card-numbers.js';

const TEST_CARDS = [
  '4111111111111111',
  '5555555555554444',
  '378282246310005',
  '6011111111111117',
  '3566002020360505',
  '6200000000000005',
  '6771798021000008',
];

describe('looksLikeCard', () => {
  it.each(TEST_CARDS)('finds %s in a text', (card) => {
    expect(looksLikeCard(card)).toBe(true);
    expect(looksLikeCard(`card ${card.replace(/(.{4})(?=.)/g, '$1 ')} please`)).toBe(true);
    expect(looksLikeCard(card.replace(/(.{4})(?=.)/g, '$1-'))).toBe(true);
  });

  it.each([
    ['two spaces', '  '],
    ['space, dash, space', ' - '],
    ['underscore', '_'],
    ['comma and space', ', '],
    ['en dash', '\u2013'],
    ['no-break hyphen', '\u2011'],
    ['zero-width space', '\u200b'],
    ['middle dot', '\u00b7'],
    ['brackets', ')('],
    ['soft hyphen', '\u00ad'],
  ])('finds groups separated by %s', (_name, separator) => {
    expect(looksLikeCard(['4242', '4242', '4242', '4242'].join(separator))).toBe(true);
    expect(looksLikeCard([...'378282246310005'].join(separator))).toBe(true);
  });

  it.each([0x660, 0x966, 0xff10, 0x1d7ce, 0x1d7f6])('finds the digits from U+%s', (zero) => {
    const text = [...'4242424242424242'].map((d) => String.fromCodePoint(zero + Number(d))).join('');
    expect(looksLikeCard(text)).toBe(true);
  });

  it('finds a number after a plus sign that is too long for a telephone', () => {
    expect(looksLikeCard('+4242424242424242')).toBe(true);
  });

  it.each([
    'Order 1007',
    '+12025550123',
    '2026-11-21 14:00',
    '4111111111111112',
    '12345678901234',
    '+4915112345678',
    '4242    4242    4242    4242',
  ])('accepts %s', (text) => {
    expect(looksLikeCard(text)).toBe(false);
  });
});
