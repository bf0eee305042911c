package dev.agentpay.server.http;

import dev.agentpay.payments.values.CardNumbers;

/// Text of others that an answer or a log repeats.
final class SafeText {
  private SafeText() {}

  /// The text without control characters and not longer than this, or a remark in its place when a
  /// card number may be in it.
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
