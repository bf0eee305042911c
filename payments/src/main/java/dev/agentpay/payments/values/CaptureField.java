package dev.agentpay.payments.values;

import java.util.Optional;

/// A field that the customer can enter on the keypad.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Capture</a>
public enum CaptureField {
  PAYMENT_CARD_NUMBER("payment-card-number"),
  EXPIRATION_DATE("expiration-date"),
  SECURITY_CODE("security-code"),
  POSTAL_CODE("postal-code"),
  BANK_ROUTING_NUMBER("bank-routing-number"),
  BANK_ACCOUNT_NUMBER("bank-account-number");

  private final String wire;

  CaptureField(String wire) {
    this.wire = wire;
  }

  /// The name in Twilio's API and in our API: `payment-card-number`.
  public String wire() {
    return wire;
  }

  /// The name in Twilio's API of a second entry of this field, which has to match the first.
  public String secondEntryWire() {
    return wire + "-matcher";
  }

  /// Whether Twilio can capture this field a second time and compare the two entries.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio:
  ///   RequireMatchingInputs</a>
  public boolean allowsSecondEntry() {
    return switch (this) {
      case PAYMENT_CARD_NUMBER, EXPIRATION_DATE, SECURITY_CODE, POSTAL_CODE -> true;
      case BANK_ROUTING_NUMBER, BANK_ACCOUNT_NUMBER -> false;
    };
  }

  /// Finds a field by its name in Twilio's API.
  public static Optional<CaptureField> ofWire(String name) {
    for (CaptureField field : values()) {
      if (field.wire.equals(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
