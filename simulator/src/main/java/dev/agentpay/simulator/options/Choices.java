package dev.agentpay.simulator.options;

/// The values of the switches that choose between named constants.
public final class Choices {
  private Choices() {}

  /// Where an error is reported.
  public enum Surface implements SwitchValues.Meaning {
    REST("in the REST answer"),
    ASYNC("the request is accepted; a final callback follows");

    private final String meaning;

    Surface(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The effect of a repeated IdempotencyKey.
  public enum Replay implements SwitchValues.Meaning {
    SAME_PAYMENT("the same answer, without effect"),
    ERROR_64021("refused with 64021"),
    PROCESS_AGAIN("handled as a new request");

    private final String meaning;

    Replay(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The effect of a create while a payment is open on the call.
  public enum SecondSession implements SwitchValues.Meaning {
    ERROR_64021("refused with 64021"),
    SESSION_IN_PROGRESS("accepted, then ended at once with `ErrorType=session-in-progress`");

    private final String meaning;

    SecondSession(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// `PartialResult` in the callback of a finished entry.
  public enum PartialOnFinal implements SwitchValues.Meaning {
    FALSE("`PartialResult=false`"),
    ABSENT("no such parameter");

    private final String meaning;

    PartialOnFinal(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The format of `Required`.
  public enum RequiredStyle implements SwitchValues.Meaning {
    KEBAB_COMMA("`payment-card-number,postal-code`"),
    KEBAB_COMMA_SPACE("`payment-card-number, postal-code`"),
    PASCAL_COMMA("`PaymentCardNumber,PostalCode`");

    private final String meaning;

    RequiredStyle(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// Which captured fields a callback repeats.
  public enum CapturedFields implements SwitchValues.Meaning {
    ALL("all fields captured so far"),
    CURRENT("only the field that the callback is about");

    private final String meaning;

    CapturedFields(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The mask of a captured card number.
  public enum CardMask implements SwitchValues.Meaning {
    LAST4("`xxxxxxxxxxxx1111`"),
    GROUPED("`xxxx-xxxxxx-x1111`");

    private final String meaning;

    CardMask(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The callback after a cancel.
  public enum AfterCancel implements SwitchValues.Meaning {
    TRANSACTION_CANCELLED("a final callback with `Result=transaction-cancelled`"),
    NO_CALLBACK("no callback"),
    NO_RESULT("a callback without `Result`");

    private final String meaning;

    AfterCancel(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// Which leg's sid a callback has.
  public enum LegSid implements SwitchValues.Meaning {
    OWN("the leg that has the payment"),
    PARENT("its parent");

    private final String meaning;

    LegSid(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The result of an entry that is too short when the time-out ends it.
  public enum PartialEntry implements SwitchValues.Meaning {
    VALIDATE("checked like a finished entry"),
    INPUT_TIMEOUT("`input-timeout`");

    private final String meaning;

    PartialEntry(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// What ends the entry of a card number.
  public enum CardEnd implements SwitchValues.Meaning {
    LENGTH("the brand's usual length"),
    UNAMBIGUOUS_LENGTH("the brand's maximum length"),
    LUHN("any allowed length with a valid check digit"),
    TIMEOUT("nothing");

    private final String meaning;

    CardEnd(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The `ErrorType` of a wrong expiry date.
  public enum DateError implements SwitchValues.Meaning {
    INVALID_DATE("`invalid-date`"),
    DATE_VALIDATION_FAILED("`date-validation-failed`");

    private final String meaning;

    DateError(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// Which request's StatusCallback URL is used.
  public enum CallbackUrl implements SwitchValues.Meaning {
    CREATE("the URL of the create"),
    LATEST_UPDATE("the URL of the most recently accepted update"),
    CAUSING_UPDATE("the URL of the update that caused the callback");

    private final String meaning;

    CallbackUrl(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// `PayConnector_payment_status`.
  public enum PaymentStatus implements SwitchValues.Meaning {
    NONE("absent"),
    AS_ANSWERED("`SUCCESS` or `DECLINED` as the connector answered; `PENDING` if in doubt"),
    SUCCESS("`SUCCESS` whatever the connector answered"),
    PENDING("`PENDING` whatever the connector answered"),
    DECLINED("`DECLINED` whatever the connector answered");

    private final String meaning;

    PaymentStatus(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// When the next callback is sent.
  public enum WebhookOrder implements SwitchValues.Meaning {
    IN_ORDER("when the previous one has been answered"),
    CONCURRENT("at once");

    private final String meaning;

    WebhookOrder(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The Content-Type of a connector request.
  public enum ContentType implements SwitchValues.Meaning {
    JSON("`application/json`"),
    ABSENT("no such header");

    private final String meaning;

    ContentType(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The path of a connector request.
  public enum ConnectorPath implements SwitchValues.Meaning {
    PLAIN("the configured URL itself"),
    SUFFIX("`/charge` or `/tokenize` appended");

    private final String meaning;

    ConnectorPath(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The reaction to a connector that closes the connection without an answer.
  public enum ConnectorClosed implements SwitchValues.Meaning {
    ASK_AGAIN("like a missing answer: it repeats the request after the ten seconds"),
    FINAL("like an unreadable answer: the payment ends in doubt");

    private final String meaning;

    ConnectorClosed(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The format of `ReferTransferTarget`.
  public enum ReferTarget implements SwitchValues.Meaning {
    BRACKETS("`<sip:alice@host>`"),
    PLAIN("`sip:alice@host`");

    private final String meaning;

    ReferTarget(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// Which leg the request to a `referUrl` is about.
  public enum ReferLeg implements SwitchValues.Meaning {
    STAYING("the leg that stays, which follows the answer's TwiML"),
    REFERRER("the leg that sent the REFER");

    private final String meaning;

    ReferLeg(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The HTTP status of Sync's errors.
  public enum SyncErrorStatus implements SwitchValues.Meaning {
    BY_KIND("404, 409, 412, 413 or 429, depending on the error"),
    BAD_REQUEST("400 for all but 429");

    private final String meaning;

    SyncErrorStatus(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The error codes for resources of Sync that do not exist.
  public enum SyncNotFound implements SwitchValues.Meaning {
    BY_KIND("54050, 54100, 54200, 54201"),
    UNIQUE_NAME("the same, but 54300 for a unique name"),
    GENERAL("20404");

    private final String meaning;

    SyncNotFound(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /// The error codes for an `If-Match` that does not match.
  public enum SyncMismatch implements SwitchValues.Meaning {
    BY_KIND("54103 and 54205"),
    GENERAL("20412");

    private final String meaning;

    SyncMismatch(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
