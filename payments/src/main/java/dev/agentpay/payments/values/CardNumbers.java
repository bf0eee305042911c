package dev.agentpay.payments.values;

import java.text.Normalizer;

/// Recognizes possible card numbers in text: an issuer's prefix and length, and a valid Luhn check
/// digit. The digits may be of any script, and up to [#MAX_GAP] characters that are no letters may
/// separate two of them: people and word processors write dashes, no-break and zero-width spaces,
/// dots and brackets. Up to fifteen digits after a plus sign are a telephone number.
///
/// About one number in ten with such a prefix and length passes Luhn by chance, so some order
/// numbers are taken for card numbers. Never refuse an id that a system supplied for this reason.
public final class CardNumbers {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 19;

  /// Most characters between two digits of one number.
  private static final int MAX_GAP = 3;

  /// Most digits of a telephone number (E.164).
  private static final int LONGEST_PHONE = 15;

  private static final int NONE = -1;

  private CardNumbers() {}

  /// Returns whether the text contains a possible card number, made of whole groups of digits.
  public static boolean isIn(CharSequence text) {
    for (int start = 0; start < text.length(); start++) {
      if (end(text, start) != NONE) {
        return true;
      }
    }
    return false;
  }

  /// Returns the text with each possible card number replaced by `[card number]`, or the same
  /// object if there is none.
  public static String masked(String text) {
    StringBuilder masked = null;
    int copied = 0;
    for (int start = 0; start < text.length(); start++) {
      final int end = end(text, start);
      if (end != NONE) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, start).append("[card number]");
        copied = end;
        start = end - 1;
      }
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }

  /// Returns the end of the possible card number that begins here, or [#NONE].
  private static int end(CharSequence text, int start) {
    if (digit(text, start) == NONE || isDigitBefore(text, start)) {
      return NONE;
    }
    final boolean isAfterPlus = start > 0 && text.charAt(start - 1) == '+';
    final StringBuilder digits = new StringBuilder(LONGEST);
    int i = start;
    while (digits.length() < LONGEST) {
      final int digit = digit(text, i);
      if (digit != NONE) {
        digits.append((char) ('0' + digit));
        i += Character.charCount(Character.codePointAt(text, i));
        final boolean isGroupEnd = digit(text, i) == NONE;
        final boolean isPhone = isAfterPlus && digits.length() <= LONGEST_PHONE;
        if (isGroupEnd && digits.length() >= SHORTEST && !isPhone && isCard(digits)) {
          return i;
        }
      } else {
        final int next = nextDigit(text, i);
        if (next == NONE) {
          return NONE;
        }
        i = next;
      }
    }
    return NONE;
  }

  /// Returns the next digit after a gap that begins here, or [#NONE] if the gap is too long or has
  /// a letter.
  private static int nextDigit(CharSequence text, int start) {
    int i = start;
    for (int gap = 0; gap < MAX_GAP && i < text.length(); gap++) {
      final int codePoint = Character.codePointAt(text, i);
      if (Character.isLetter(codePoint)) {
        return NONE;
      }
      i += Character.charCount(codePoint);
      if (digit(text, i) != NONE) {
        return i;
      }
    }
    return NONE;
  }

  private static boolean isDigitBefore(CharSequence text, int at) {
    return at > 0
        && digit(text, at - Character.charCount(Character.codePointBefore(text, at))) != NONE;
  }

  /// Returns the value of the digit here, in any script, also a superscript or circled one; [#NONE]
  /// if there is none.
  private static int digit(CharSequence text, int at) {
    if (at < 0 || at >= text.length()) {
      return NONE;
    }
    final char c = text.charAt(at);
    if (c < 0x80) { // by far the most frequent case
      return c >= '0' && c <= '9' ? c - '0' : NONE;
    }
    final int codePoint = Character.codePointAt(text, at);
    return switch (Character.getType(codePoint)) {
      case Character.DECIMAL_DIGIT_NUMBER -> Character.digit(codePoint, 10);
      case Character.OTHER_NUMBER -> {
        final String plain =
            Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC);
        yield plain.length() == 1 ? Character.digit(plain.charAt(0), 10) : NONE;
      }
      default -> NONE;
    };
  }

  private static boolean isCard(CharSequence digits) {
    return hasPrefix(digits.toString()) && passesLuhn(digits);
  }

  /// Checks the prefixes and lengths of the card brands.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/twiml/pay">Twilio: card types</a>
  private static boolean hasPrefix(String digits) {
    final int length = digits.length();
    final int two = Integer.parseInt(digits.substring(0, 2));
    final int four = Integer.parseInt(digits.substring(0, 4));
    final boolean mastercard = (two >= 51 && two <= 55) || (four >= 2221 && four <= 2720);
    final boolean amex = two == 34 || two == 37;
    final boolean diners = two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3095);
    final boolean longer = (four >= 3528 && four <= 3589) || two == 60 || two == 62 || two == 64;
    final boolean maestro = two == 50 || two == 65 || (two >= 56 && two <= 58) || two == 63;
    return (digits.charAt(0) == '4' && length >= 13)
        || (mastercard && length == 16)
        || (amex && length == 15)
        || (diners && length >= 14)
        || (longer && length >= 16)
        || maestro
        || two == 67;
  }

  private static boolean passesLuhn(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      final int digit = digits.charAt(digits.length() - 1 - i) - '0';
      final int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
