package dev.agentpay.client.model;

/// The kind of token that is created.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: TokenType</a>
public enum TokenType {
  ONE_TIME,
  REUSABLE,
  /// Stripe only.
  PAYMENT_METHOD,
  /// A type that this client version does not know.
  UNKNOWN
}
