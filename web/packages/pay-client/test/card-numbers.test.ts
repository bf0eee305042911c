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
    expect(looksLikeCard(`00${card}99`)).toBe(true);
  });

  it.each(['Order 1007', '+12025550123', '2026-11-21 14:00', '4111111111111112', '12345678901234'])(
    'accepts %s',
    (text) => {
      expect(looksLikeCard(text)).toBe(false);
    },
  );
});
