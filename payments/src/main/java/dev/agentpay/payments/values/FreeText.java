package dev.agentpay.payments.values;

import java.text.Normalizer;

/// Text that people write, such as a reference. Its parts may look the same and still differ, so it
/// is normalized where it is stored and where it is searched.
public final class FreeText {
  private FreeText() {}

  /// Returns the text in Unicode's composed form (NFC), with every kind of space as a plain one,
  /// and without spaces at its ends.
  public static String normalized(String text) {
    final StringBuilder plain = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .map(
            codePoint ->
                Character.isSpaceChar(codePoint) && !breaksLine(codePoint) ? ' ' : codePoint)
        .forEach(plain::appendCodePoint);
    return plain.toString().strip();
  }

  /// Returns whether the text is one line that a page shows in the order in which it is stored: no
  /// control characters, no line breaks of any kind, no half characters, and nothing that reverses
  /// the direction of the text that follows.
  public static boolean isOneLine(String text) {
    return text.codePoints().noneMatch(FreeText::isUnsafe);
  }

  private static boolean isUnsafe(int codePoint) {
    return Character.isISOControl(codePoint)
        || breaksLine(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || (codePoint >= 0x202a && codePoint <= 0x202e)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static boolean breaksLine(int codePoint) {
    final int type = Character.getType(codePoint);
    return type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
  }
}
