package dev.agentpay.simulator.pay;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The fields that `Capture` can name.
public enum CaptureField {
  PAYMENT_CARD_NUMBER("PaymentCardNumber", "invalid-card-number"),
  EXPIRATION_DATE("ExpirationDate", "invalid-date"),
  SECURITY_CODE("SecurityCode", "invalid-security-code"),
  POSTAL_CODE("PaymentCardPostalCode", "invalid-postal-code"),
  BANK_ROUTING_NUMBER("BankRoutingNumber", "invalid-bank-routing-number"),
  BANK_ACCOUNT_NUMBER("BankAccountNumber", "invalid-bank-account-number");

  private final String parameter;
  private final String errorType;

  CaptureField(String parameter, String errorType) {
    this.parameter = parameter;
    this.errorType = errorType;
  }

  /// The callback parameter with the (masked) value.
  String parameter() {
    return parameter;
  }

  /// The `ErrorType` of a wrong entry.
  String errorType() {
    return errorType;
  }

  public String kebab() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String pascal() {
    return this == POSTAL_CODE ? "PostalCode" : parameter;
  }

  /// Whether `RequireMatchingInputs` may name this field.
  boolean canBeRepeated() {
    return this != BANK_ROUTING_NUMBER && this != BANK_ACCOUNT_NUMBER;
  }

  static Optional<CaptureField> of(String kebab) {
    return Arrays.stream(values()).filter(field -> field.kebab().equals(kebab)).findFirst();
  }
}
