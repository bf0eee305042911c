package dev.agentpay.payments.values;

import java.util.regex.Pattern;

/// One Twilio Payment, for instance `PK0123456789abcdef0123456789abcdef`.
///
/// @throws IllegalArgumentException on anything else; the message says what a Payment sid looks
///   like
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Payment
///   resource</a>
public record PaymentSid(String value) {
  private static final Pattern SHAPE = Pattern.compile("PK[0-9a-fA-F]{32}");

  public PaymentSid {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("a Payment sid is PK and 32 hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
