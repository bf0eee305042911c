package dev.agentpay.payments.values;

/// Why Twilio did not take what the customer typed.
///
/// @see <a href="https://www.twilio.com/docs/voice/twiml/pay">Twilio: ErrorType</a>
public enum ErrorType {
  INPUT_TIMEOUT("input-timeout", Again.ONCE),
  INVALID_CARD_NUMBER("invalid-card-number", Again.TWICE),
  INVALID_CARD_TYPE("invalid-card-type", Again.TWICE),
  INVALID_DATE("invalid-date", Again.TWICE),
  INVALID_SECURITY_CODE("invalid-security-code", Again.TWICE),
  INVALID_POSTAL_CODE("invalid-postal-code", Again.TWICE),
  INVALID_BANK_ROUTING_NUMBER("invalid-bank-routing-number", Again.TWICE),
  INVALID_BANK_ACCOUNT_NUMBER("invalid-bank-account-number", Again.TWICE),
  INVALID_BANK_ACCOUNT_TYPE("invalid-bank-account-type", Again.NEVER),
  /// The security code was asked for before the card number, on whose brand its length depends.
  CODE_BEFORE_CARD("invalid-card-number-security-code-capture-sequence", Again.NEVER),
  INPUT_MATCHING_FAILED("input-matching-failed", Again.NEVER),
  SESSION_IN_PROGRESS("session-in-progress", Again.NEVER),
  INTERNAL_ERROR("internal-error", Again.NEVER),
  /// A name that Twilio has not published to us yet.
  OTHER("other", Again.NEVER);

  /// How often a field is asked for again by itself after such an error.
  private enum Again {
    NEVER(0),
    ONCE(1),
    TWICE(2);

    private final int times;

    Again(int times) {
      this.times = times;
    }
  }

  private final String wire;
  private final Again again;

  ErrorType(String wire, Again again) {
    this.wire = wire;
    this.again = again;
  }

  /// The name on Twilio's wire and in our API: `invalid-card-number`.
  public String wire() {
    return wire;
  }

  /// How many times in a row a field may be asked for again by itself after this error; then the
  /// agent decides.
  public int asksAgain() {
    return again.times;
  }

  /// The error of that name, or [#OTHER].
  public static ErrorType ofWire(String name) {
    for (ErrorType type : values()) {
      if (type.wire.equals(name)) {
        return type;
      }
    }
    return OTHER;
  }
}
