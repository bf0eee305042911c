// Recognises card numbers in free text before the text leaves the page. The server checks again, by
// the same rules.

const SHORTEST = 12;
const LONGEST = 19;
/** Most characters between two digits of one number. None of them may be a letter. */
const MAX_GAP = 3;
/** Up to this many digits after a plus sign are a telephone number (E.164). */
const LONGEST_PHONE = 15;

/** Whether a text contains what may be a card number: issuer prefix, length and check digit. */
export function looksLikeCard(text: string): boolean {
  const characters = [...text];
  const digits = characters.map(digitOf);
  return characters.some((_, start) => startsCard(characters, digits, start));
}

function startsCard(characters: string[], values: (number | undefined)[], start: number): boolean {
  if (values[start] === undefined || values[start - 1] !== undefined) return false;
  const afterPlus = characters[start - 1] === '+';
  let digits = '';
  let gap = 0;
  for (let i = start; i < characters.length && digits.length < LONGEST; i++) {
    const value = values[i];
    if (value === undefined) {
      if (++gap > MAX_GAP || /\p{L}/u.test(characters[i] ?? '')) return false;
      continue;
    }
    gap = 0;
    digits += value;
    const endsGroup = values[i + 1] === undefined;
    const isPhone = afterPlus && digits.length <= LONGEST_PHONE;
    if (endsGroup && digits.length >= SHORTEST && !isPhone && isCard(digits)) return true;
  }
  return false;
}

/** The value of a digit of any script, also a superscript or circled one. */
function digitOf(character: string): number | undefined {
  if (character >= '0' && character <= '9') return Number(character);
  if (/\p{Nd}/u.test(character)) return decimalValue(character);
  if (!/\p{No}/u.test(character)) return undefined;
  const plain = character.normalize('NFKC');
  return /^[0-9]$/.test(plain) ? Number(plain) : undefined;
}

/** Decimal digits of a script follow each other from 0 to 9, in blocks of ten. */
function decimalValue(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  // The mathematical digits are five alphabets of ten without a gap.
  return point >= 0x1d7ce && point <= 0x1d7ff ? (point - 0x1d7ce) % 10 : point - zero;
}

/** Checks the issuer prefix, the length of its brand, and the check digit. */
function isCard(digits: string): boolean {
  return (
    /^(4\d{12,18}|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(0[0-5]|[689]\d|09)\d{11,16}|(60|64|62)\d{14,17}|35\d{14,17}|(50|5[6-8]|63|65|67)\d{10,17})$/.test(
      digits,
    ) && luhn(digits)
  );
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}
