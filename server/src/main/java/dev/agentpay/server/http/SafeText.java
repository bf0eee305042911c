package dev.agentpay.server.http;

import dev.agentpay.payments.values.CardNumbers;

/// Makes foreign text safe to repeat in an answer or a log.
final class SafeText {
  private SafeText() {}

  /// Replaces control characters and cuts the text to this length. Returns a placeholder if the
  /// text may contain a card number.
  static String of(String text, int longest) {
    if (CardNumbers.isIn(text)) {
      return "(looks like a card number)";
    }
    final StringBuilder safe = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), longest); i++) {
      safe.append(Character.isISOControl(text.charAt(i)) ? '?' : text.charAt(i));
    }
    return text.length() > longest ? safe.append('…').toString() : safe.toString();
  }
}
