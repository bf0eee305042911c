package dev.agentpay.client.model;

/// A field that Twilio can capture from the customer's keypad.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Capture</a>
public enum CaptureField {
  PAYMENT_CARD_NUMBER,
  EXPIRATION_DATE,
  SECURITY_CODE,
  POSTAL_CODE,
  BANK_ROUTING_NUMBER,
  BANK_ACCOUNT_NUMBER,
  /// A field that this client version does not know.
  UNKNOWN
}
