package dev.agentpay.twilio.twiml;

import com.twilio.twiml.TwiMLException;
import com.twilio.twiml.VoiceResponse;
import java.nio.charset.StandardCharsets;

/// Writes TwiML down so that Twilio takes it.
final class Xml {
  private Xml() {}

  /// The document as text.
  ///
  /// @throws IllegalArgumentException when it is longer than [Twiml#MAX_BYTES]
  static String of(VoiceResponse response) {
    final String xml;
    try {
      xml = response.toXml();
    } catch (TwiMLException e) {
      throw new IllegalArgumentException("this cannot be written as TwiML", e);
    }
    final int length = xml.getBytes(StandardCharsets.UTF_8).length;
    if (length > Twiml.MAX_BYTES) {
      throw new IllegalArgumentException(
          "TwiML has at most %d bytes, this would have %d".formatted(Twiml.MAX_BYTES, length));
    }
    return xml;
  }

  /// XML has no way to write control characters, and Twilio would drop the call on them. In a SIP
  /// header a line break would begin another one.
  static String printable(String text) {
    return text.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
        .filter(c -> c != 0xfffe && c != 0xffff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
