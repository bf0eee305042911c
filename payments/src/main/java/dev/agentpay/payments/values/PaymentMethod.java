package dev.agentpay.payments.values;

import static dev.agentpay.payments.values.CaptureField.BANK_ACCOUNT_NUMBER;
import static dev.agentpay.payments.values.CaptureField.BANK_ROUTING_NUMBER;
import static dev.agentpay.payments.values.CaptureField.EXPIRATION_DATE;
import static dev.agentpay.payments.values.CaptureField.PAYMENT_CARD_NUMBER;
import static dev.agentpay.payments.values.CaptureField.POSTAL_CODE;
import static dev.agentpay.payments.values.CaptureField.SECURITY_CODE;

import java.util.Set;

/// How the customer pays.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: PaymentMethod</a>
public enum PaymentMethod {
  CREDIT_CARD("credit-card"),
  ACH_DEBIT("ach-debit");

  private final String wire;

  PaymentMethod(String wire) {
    this.wire = wire;
  }

  /// The name in Twilio's API and in our API: `credit-card`.
  public String wire() {
    return wire;
  }

  /// The fields that Twilio requires to complete a payment with this method.
  public Set<CaptureField> requiredFields() {
    return switch (this) {
      case CREDIT_CARD -> Set.of(PAYMENT_CARD_NUMBER, EXPIRATION_DATE);
      case ACH_DEBIT -> Set.of(BANK_ROUTING_NUMBER, BANK_ACCOUNT_NUMBER);
    };
  }

  /// The fields that may be captured for this method.
  public Set<CaptureField> allowedFields() {
    return switch (this) {
      case CREDIT_CARD -> Set.of(PAYMENT_CARD_NUMBER, EXPIRATION_DATE, SECURITY_CODE, POSTAL_CODE);
      case ACH_DEBIT -> requiredFields();
    };
  }
}
