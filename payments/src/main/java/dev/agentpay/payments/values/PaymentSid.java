package dev.agentpay.payments.values;

import java.util.regex.Pattern;

/// Twilio's id of a Payment, for example `PK0123456789abcdef0123456789abcdef`.
///
/// @throws IllegalArgumentException if the value does not have this format; the message describes
///   the format
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Payment
///   resource</a>
public record PaymentSid(String value) {
  private static final Pattern FORMAT = Pattern.compile("PK[0-9a-fA-F]{32}");

  public PaymentSid {
    if (!FORMAT.matcher(value).matches()) {
      throw new IllegalArgumentException("a Payment sid is PK and 32 hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
