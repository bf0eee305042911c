package dev.agentpay.connector.spi;

/// Masks every occurrence of a number in free text, including with spaces or hyphens between its
/// digits.
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

  /// Returns the end index of the number that begins at `start`, or `start` if none begins there.
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
