package dev.agentpay.twilio;

import java.nio.charset.StandardCharsets;

/// Percent-encoding for SIP URIs (RFC 3261, section 25.1): encodes UTF-8 bytes; a plus stays a
/// plus.
public final class Percent {
  /// Characters that may appear unencoded in a header of a URI, everywhere that the URI passes
  /// through.
  private static final String UNRESERVED = "-._~!*()";

  private Percent() {}

  /// Decodes only encoded printable ASCII. Everything else stays as it is, also a stray percent
  /// sign, because the text may not be encoded at all.
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    final StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      final int c = escaped(text, i);
      if (c < 0) {
        decoded.append(text.charAt(i));
      } else {
        decoded.append((char) c);
        i += 2;
      }
    }
    return decoded.toString();
  }

  /// Encodes everything except letters, digits and `-._~!*()`.
  public static String encode(String text) {
    final StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isAlphanumeric(b) || UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b & 0xff));
      }
    }
    return encoded.toString();
  }

  /// Returns the printable character that is encoded at this index, or -1.
  private static int escaped(String text, int at) {
    if (text.charAt(at) != '%' || at + 2 >= text.length()) {
      return -1;
    }
    final int high = Character.digit(text.charAt(at + 1), 16);
    final int low = Character.digit(text.charAt(at + 2), 16);
    final int c = high << 4 | low;
    return high >= 0 && low >= 0 && c >= ' ' && c <= '~' ? c : -1;
  }

  private static boolean isAlphanumeric(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
  }
}
