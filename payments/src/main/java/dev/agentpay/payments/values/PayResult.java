package dev.agentpay.payments.values;

/// The result that Twilio reports at the end of a Payment.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Result</a>
public enum PayResult {
  SUCCESS("success"),
  PAYMENT_CONNECTOR_ERROR("payment-connector-error"),
  CALLER_INTERRUPTED_WITH_STAR("caller-interrupted-with-star"),
  CALLER_HUNG_UP("caller-hung-up"),
  VALIDATION_ERROR("validation-error"),
  TOO_MANY_FAILED_ATTEMPTS("too-many-failed-attempts"),
  INTERNAL_ERROR("internal-error"),
  /// Seen after a cancel; not documented by Twilio.
  TRANSACTION_CANCELLED("transaction-cancelled"),
  /// A name that we do not know.
  OTHER("other");

  private final String wire;

  PayResult(String wire) {
    this.wire = wire;
  }

  /// The name in Twilio's API: `caller-hung-up`.
  public String wire() {
    return wire;
  }

  /// Returns the result with this name, or [#OTHER].
  public static PayResult ofWire(String name) {
    for (PayResult result : values()) {
      if (result.wire.equals(name)) {
        return result;
      }
    }
    return OTHER;
  }
}
