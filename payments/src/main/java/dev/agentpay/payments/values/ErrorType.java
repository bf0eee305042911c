package dev.agentpay.payments.values;

/// Why Twilio rejected what the customer typed.
///
/// @see <a href="https://www.twilio.com/docs/voice/twiml/pay">Twilio: ErrorType</a>
public enum ErrorType {
  INPUT_TIMEOUT("input-timeout", Repeat.ONCE),
  INVALID_CARD_NUMBER("invalid-card-number", Repeat.TWICE),
  INVALID_CARD_TYPE("invalid-card-type", Repeat.TWICE),
  INVALID_DATE("invalid-date", Repeat.TWICE),
  INVALID_SECURITY_CODE("invalid-security-code", Repeat.TWICE),
  INVALID_POSTAL_CODE("invalid-postal-code", Repeat.TWICE),
  INVALID_BANK_ROUTING_NUMBER("invalid-bank-routing-number", Repeat.TWICE),
  INVALID_BANK_ACCOUNT_NUMBER("invalid-bank-account-number", Repeat.TWICE),
  INVALID_BANK_ACCOUNT_TYPE("invalid-bank-account-type", Repeat.NEVER),
  /// The security code was requested before the card number. Its length depends on the card brand.
  CODE_BEFORE_CARD("invalid-card-number-security-code-capture-sequence", Repeat.NEVER),
  /// The two entries of a field that has to be typed twice differ. Both are requested again.
  INPUT_MATCHING_FAILED("input-matching-failed", Repeat.TWICE),
  SESSION_IN_PROGRESS("session-in-progress", Repeat.NEVER),
  INTERNAL_ERROR("internal-error", Repeat.NEVER),
  /// A name that we do not know.
  OTHER("other", Repeat.NEVER);

  /// How often the server requests a field again after this error.
  private enum Repeat {
    NEVER(0),
    ONCE(1),
    TWICE(2);

    private final int times;

    Repeat(int times) {
      this.times = times;
    }
  }

  private final String wire;
  private final Repeat repeat;

  ErrorType(String wire, Repeat repeat) {
    this.wire = wire;
    this.repeat = repeat;
  }

  /// The name in Twilio's API and in our API: `invalid-card-number`.
  public String wire() {
    return wire;
  }

  /// Maximum number of consecutive times that the server requests a field again after this error.
  /// After that, the agent decides.
  public int maxAutomaticRequests() {
    return repeat.times;
  }

  /// Returns the error with this name, or [#OTHER].
  public static ErrorType ofWire(String name) {
    for (ErrorType type : values()) {
      if (type.wire.equals(name)) {
        return type;
      }
    }
    return OTHER;
  }
}
