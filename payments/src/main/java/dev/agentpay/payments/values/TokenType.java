package dev.agentpay.payments.values;

/// The kind of token that tokenising creates.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: TokenType</a>
public enum TokenType {
  ONE_TIME("one-time"),
  REUSABLE("reusable"),
  /// Stripe only.
  PAYMENT_METHOD("payment-method");

  private final String wire;

  TokenType(String wire) {
    this.wire = wire;
  }

  /// The name in Twilio's API and in our API: `one-time`.
  public String wire() {
    return wire;
  }
}
