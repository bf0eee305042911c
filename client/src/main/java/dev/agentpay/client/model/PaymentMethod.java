package dev.agentpay.client.model;

/// How the customer pays.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: PaymentMethod</a>
public enum PaymentMethod {
  CREDIT_CARD,
  ACH_DEBIT,
  /// A method that this client version does not know.
  UNKNOWN
}
