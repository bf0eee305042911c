// Amounts of money as decimal strings, as the API uses them. Exact: no floating point.

/** Number of decimals of a currency (ISO 4217), as the browser knows it; 2 if it does not. */
export function decimals(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}

/** Parses a typed amount to a decimal string; `undefined` if it is not an amount in that currency. */
export function parse(text: string, currency: string): string | undefined {
  const plain = text.trim().replace(/[\s\u00a0\u202f]/g, '');
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(plain);
  if (match === null) return undefined;
  const places = decimals(currency);
  const fraction = match[2] ?? '';
  if (fraction.length > places) return undefined;
  const whole = (match[1] ?? '0').replace(/^0+(?=\d)/, '');
  return places === 0 ? whole : `${whole}.${fraction.padEnd(places, '0')}`;
}

/** A percentage of an amount, rounded half up to the currency's smallest unit. */
export function percentOf(amount: string, percent: number, currency: string): string {
  const minor = toMinor(amount, currency) * BigInt(Math.round(percent * 100));
  return fromMinor((minor + 5_000n) / 10_000n, currency);
}

export function add(a: string, b: string, currency: string): string {
  return fromMinor(toMinor(a, currency) + toMinor(b, currency), currency);
}

/** Formats an amount for people, for example `$42.50`. */
export function format(amount: string, currency: string, language: string): string {
  try {
    // `format` takes decimal strings and keeps them exact. The DOM types do not allow it yet.
    return new Intl.NumberFormat(language, { style: 'currency', currency }).format(
      amount as unknown as number,
    );
  } catch {
    return `${amount} ${currency}`;
  }
}

function toMinor(amount: string, currency: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(decimals(currency), '0').slice(0, decimals(currency)));
}

function fromMinor(minor: bigint, currency: string): string {
  const places = decimals(currency);
  const digits = minor.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
