package dev.agentpay.payments.values;

import java.util.regex.Pattern;

/// Twilio's id of a call leg, for example `CA0123456789abcdef0123456789abcdef`.
///
/// @throws IllegalArgumentException if the value does not have this format; the message describes
///   the format
/// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: Call resource</a>
public record CallSid(String value) {
  private static final Pattern FORMAT = Pattern.compile("CA[0-9a-fA-F]{32}");

  public CallSid {
    if (!FORMAT.matcher(value).matches()) {
      throw new IllegalArgumentException("a CallSid is CA and 32 hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
