import { describe, expect, it } from 'vitest';
import { add, format, parse, percentOf, useCurrencies } from '../src/money.js';

useCurrencies([
  { code: 'USD', decimals: 2 },
  { code: 'EUR', decimals: 2 },
  { code: 'PKR', decimals: 2 },
  { code: 'JPY', decimals: 0 },
  { code: 'BHD', decimals: 3 },
]);

describe('money', () => {
  it.each([
    ['42.5', 'USD', '42.50'],
    ['42,50', 'EUR', '42.50'],
    [' 1 000 ', 'USD', '1000.00'],
    ['007', 'JPY', '7'],
    ['0.005', 'BHD', '0.005'],
    ['99.5', 'PKR', '99.50'],
  ])('parses %s %s as %s', (typed, currency, exact) => {
    expect(parse(typed, currency)).toBe(exact);
  });

  it.each([
    ['', 'USD'],
    ['-1', 'USD'],
    ['1.234', 'USD'],
    ['1.5', 'JPY'],
    ['1e3', 'USD'],
    ['1.000,00', 'EUR'],
    ['ten', 'USD'],
  ])('refuses %s %s', (typed, currency) => {
    expect(parse(typed, currency)).toBeUndefined();
  });

  it('adds and takes percentages exactly', () => {
    expect(add('0.10', '0.20', 'USD')).toBe('0.30');
    expect(add('999999999999.99', '0.01', 'USD')).toBe('1000000000000.00');
    expect(percentOf('42.50', 15, 'USD')).toBe('6.38');
    expect(percentOf('0.10', 12.5, 'USD')).toBe('0.01');
    expect(percentOf('1000', 15, 'JPY')).toBe('150');
  });

  it('formats an amount for the language', () => {
    expect(format('48.88', 'USD', 'en')).toBe('$48.88');
    expect(format('99.50', 'PKR', 'en')).toMatch(/99\.50$/u);
    expect(format('1499.50', 'HUF', 'en')).toMatch(/1,499\.50$/u);
    expect(format('1000', 'JPY', 'en')).toBe('¥1,000');
    expect(format('48.88', 'EUR', 'es')).toMatch(/^48,88\s€$/u);
  });
});
