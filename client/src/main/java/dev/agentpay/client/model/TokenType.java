package dev.agentpay.client.model;

/// What kind of token a tokenisation yields.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: TokenType</a>
public enum TokenType {
  ONE_TIME,
  REUSABLE,
  /// Stripe only.
  PAYMENT_METHOD,
  /// A kind that this client does not know.
  UNKNOWN
}
