package dev.agentpay.payments.values;

/// Finds card numbers in a text: digits with the prefix and length of a card brand and a valid Luhn
/// check digit. The digits may be separated by a space, a dash, a dot or a slash. A number after a
/// plus sign is a phone number.
///
/// One number in ten with the prefix and length of a card passes the Luhn check by chance, for
/// example an order number. It is masked too, which is better than missing a card.
public final class CardNumbers {
  private static final int MIN_DIGITS = 12;
  private static final int MAX_DIGITS = 19;
  private static final int NONE = -1;

  private CardNumbers() {}

  /// Whether the text contains a card number. Only whole groups of digits are considered.
  public static boolean isIn(CharSequence text) {
    for (int start = 0; start < text.length(); start++) {
      if (end(text, start) != NONE) {
        return true;
      }
    }
    return false;
  }

  /// Replaces each card number with `[card number]`. Returns the same object if there is none.
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

  /// Returns the end of the card number that starts at this position, or [#NONE].
  private static int end(CharSequence text, int start) {
    final boolean isStart =
        isDigit(text, start)
            && !isDigit(text, start - 1)
            && (start == 0 || text.charAt(start - 1) != '+');
    if (!isStart) {
      return NONE;
    }
    final StringBuilder digits = new StringBuilder();
    for (int i = start; i < text.length() && digits.length() < MAX_DIGITS; i++) {
      if (isDigit(text, i)) {
        digits.append((char) ('0' + Character.digit(text.charAt(i), 10)));
        if (!isDigit(text, i + 1) && digits.length() >= MIN_DIGITS && isCard(digits)) {
          return i + 1;
        }
      } else if (!isSeparator(text.charAt(i)) || !isDigit(text, i + 1)) {
        return NONE;
      }
    }
    return NONE;
  }

  private static boolean isDigit(CharSequence text, int at) {
    return at >= 0 && at < text.length() && Character.isDigit(text.charAt(at));
  }

  private static boolean isSeparator(char c) {
    return Character.isSpaceChar(c) || c == '-' || c == '.' || c == '/';
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
