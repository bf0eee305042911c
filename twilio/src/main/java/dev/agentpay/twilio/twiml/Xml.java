package dev.agentpay.twilio.twiml;

import com.twilio.twiml.TwiMLException;
import com.twilio.twiml.VoiceResponse;
import java.nio.charset.StandardCharsets;

/// Formats TwiML so that Twilio accepts it.
final class Xml {
  private Xml() {}

  /// Returns the document as text.
  ///
  /// @throws IllegalArgumentException if it is longer than [Twiml#MAX_BYTES]
  static String of(VoiceResponse response) {
    final String xml;
    try {
      xml = response.toXml();
    } catch (TwiMLException e) {
      throw new IllegalArgumentException("cannot format the TwiML", e);
    }
    final int length = xml.getBytes(StandardCharsets.UTF_8).length;
    if (length > Twiml.MAX_BYTES) {
      throw new IllegalArgumentException(
          "TwiML must have at most %d bytes; got %d".formatted(Twiml.MAX_BYTES, length));
    }
    return xml;
  }

  /// Replaces control characters with spaces: XML cannot represent them, and Twilio would end the
  /// call. In a SIP header, a line break would start another header.
  static String printable(String text) {
    return text.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
        .filter(c -> c != 0xfffe && c != 0xffff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
