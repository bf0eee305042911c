package dev.agentpay.connector.spi;

/// Finds a number in free text and blanks it.
final class Masking {
  private Masking() {}

  static String mask(String text, char[] digits) {
    StringBuilder out = new StringBuilder(text);
    for (int start = 0; start < out.length(); start++) {
      int end = endOfMatch(out, start, digits);
      for (int i = start; i < end; i++) {
        out.setCharAt(i, '•');
      }
    }
    return out.toString();
  }

  /// Where the number that starts at `start` ends, or `start` when none does.
  private static int endOfMatch(CharSequence text, int start, char[] digits) {
    int matched = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == digits[matched]) {
        matched++;
        if (matched == digits.length) {
          return i + 1;
        }
      } else if (matched == 0 || (c != ' ' && c != '-')) {
        return start;
      }
    }
    return start;
  }
}
