// Recognises card numbers in free text before the text leaves the page. The server checks again.

/** A run of 13 to 19 digits, with at most three separators between two digits. */
const CANDIDATE = /\d(?:[ .\-_/\u00a0]{0,3}\d){12,18}/g;

/** Whether a text contains what may be a card number: issuer prefix, length and check digit. */
export function looksLikeCard(text: string): boolean {
  for (const match of text.matchAll(CANDIDATE)) {
    const digits = match[0].replace(/\D/g, '');
    // A long run may contain a card number anywhere.
    for (let from = 0; from + 13 <= digits.length; from++) {
      for (let length = 13; length <= 19 && from + length <= digits.length; length++) {
        if (isCard(digits.slice(from, from + length))) return true;
      }
    }
  }
  return false;
}

/** Checks the issuer prefix, the length of its brand, and the check digit. */
function isCard(digits: string): boolean {
  return (
    /^(4\d{12}(\d{3}){0,2}|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(0[0-5]|[68]\d)\d{11}|(6011|65|64[4-9]|62)\d{12,17}|35\d{14}|(50|5[6-9]|6\d)\d{11,17})$/.test(
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
