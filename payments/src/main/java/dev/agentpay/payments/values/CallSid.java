package dev.agentpay.payments.values;

import java.util.regex.Pattern;

/// One Twilio call leg, for instance `CA0123456789abcdef0123456789abcdef`.
///
/// @throws IllegalArgumentException on anything else; the message says what a CallSid looks like
/// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: Call resource</a>
public record CallSid(String value) {
  private static final Pattern SHAPE = Pattern.compile("CA[0-9a-fA-F]{32}");

  public CallSid {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("a CallSid is CA and 32 hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
