package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.JsonText;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What Twilio has not published, one switch each, set to what the evidence makes most likely. A
/// client that is right under every setting needs no luck on a real account. Immutable; set as JSON
/// by `PUT /simulator/switches`.
///
/// @param httpStatusOf64xxx HTTP status of a Pay error that is answered over REST: 400 to 499
/// @param notCompleteSurfaces where `complete` before all fields are captured (64019) shows
/// @param strictTestCards connectors in TEST mode take Twilio's eight test cards and two bank
///   accounts only
/// @param testCardSurfaces where 64022 and 64023 show when `strictTestCards` is on
/// @param replay what a repeated IdempotencyKey on the same operation does
/// @param secondSession what a create on a call with an open payment does
/// @param endedCallCode error for a payment request on a call that has ended: 21220 or 20404
/// @param finishedPaymentCode error for an update of a finished payment: 64021 or 20404
/// @param partialOnFinal how `PartialResult` looks when an entry is finished
/// @param requiredStyle how `Required` is written
/// @param capturedFields whether an update callback repeats the fields captured earlier
/// @param cardMask how a captured card number is masked
/// @param resultAfterCancel what follows `Status=cancel`
/// @param callbackCallSid the `CallSid` of a callback when the payment sits on a child leg
/// @param hashTerminates whether `#` ends an entry; if not it is ignored
/// @param firstDigitTimeoutSeconds wait for the first digit before `input-timeout`; 0 waits for
///   ever
/// @param partialEntry what an entry is taken for that is too short when the inter-digit time-out
///   ends it
/// @param cardEndsOn what ends a card number other than `#` and the time-out
/// @param createCallbackFirst whether the create callback is answered before the REST answer is
///   sent
/// @param dateError the `ErrorType` of a date that is none or is past
/// @param statusCallbackUrl which of the StatusCallback URLs a later callback goes to
/// @param callbacksHonourOverrides whether status callbacks of payments obey `#rc=…` fragments
/// @param connectorParameterEcho whether a connector's answer `parameters` come back as
///   `PayConnector_…`
/// @param connectorPaymentStatus whether the final callback carries `PayConnector_payment_status`,
///   and which word
/// @param doubtCarriesPayErrorCode whether an unreadable or missing connector answer also carries
///   64008 or 64010
/// @param webhookOrder whether the next callback of a payment waits until the last one is answered
/// @param expiryYearDigits 2 or 4, towards the connector
/// @param connectorContentType whether the connector request has a Content-Type
/// @param connectorPath whether `/charge` or `/tokenize` is appended to the connector's URL
/// @param connectorClosed what a connection that the connector closes without an answer leads to
/// @param durationInMinutes whether a completed call's callback also has `Duration`, in begun
///   minutes
/// @param autoAnswer whether dialled parties answer by themselves
/// @param answerAfterMillis how long they ring first: 0 to 600000
/// @param soundMillis how long anything said or played takes, for files are not fetched: 0 to
///   3600000
/// @param referTarget how `ReferTransferTarget` is written
/// @param referCallSid which of the two legs the request for a `referUrl` is about
/// @param syncErrorStatus HTTP status of a 54xxx error of Sync
/// @param syncNotFound code for a map, item or document that is not there
/// @param syncMismatch code for an `If-Match` that does not match
/// @param syncLongestKey of a map's item, in characters: 320 or 256
/// @param syncRateLimit whether more than 20 writes a second to one object are refused, once a
///   burst of ten seconds is used up
/// @param referAsksAction whether the action URL of the `<Dial>` that a referrer leaves is told
public record Switches(
    int httpStatusOf64xxx,
    Surface notCompleteSurfaces,
    boolean strictTestCards,
    Surface testCardSurfaces,
    Replay replay,
    SecondSession secondSession,
    int endedCallCode,
    int finishedPaymentCode,
    PartialOnFinal partialOnFinal,
    RequiredStyle requiredStyle,
    CapturedFields capturedFields,
    CardMask cardMask,
    AfterCancel resultAfterCancel,
    LegSid callbackCallSid,
    boolean hashTerminates,
    int firstDigitTimeoutSeconds,
    PartialEntry partialEntry,
    CardEnd cardEndsOn,
    boolean createCallbackFirst,
    DateError dateError,
    CallbackUrl statusCallbackUrl,
    boolean callbacksHonourOverrides,
    boolean connectorParameterEcho,
    PaymentStatus connectorPaymentStatus,
    boolean doubtCarriesPayErrorCode,
    WebhookOrder webhookOrder,
    int expiryYearDigits,
    ContentType connectorContentType,
    ConnectorPath connectorPath,
    ConnectorClosed connectorClosed,
    boolean durationInMinutes,
    boolean autoAnswer,
    int answerAfterMillis,
    int soundMillis,
    ReferTarget referTarget,
    ReferLeg referCallSid,
    boolean referAsksAction,
    SyncErrorStatus syncErrorStatus,
    SyncNotFound syncNotFound,
    SyncMismatch syncMismatch,
    int syncLongestKey,
    boolean syncRateLimit) {

  /// Where an error shows: in the REST answer, or later as a final callback.
  public enum Surface {
    REST,
    ASYNC
  }

  /// A repeated key gets the same answer and does nothing, is refused, or is taken as a new
  /// request.
  public enum Replay {
    SAME_PAYMENT,
    ERROR_64021,
    PROCESS_AGAIN
  }

  /// Refused, or accepted and at once ended with `ErrorType=session-in-progress`.
  public enum SecondSession {
    ERROR_64021,
    SESSION_IN_PROGRESS
  }

  /// `PartialResult=false`, or no such parameter.
  public enum PartialOnFinal {
    FALSE,
    ABSENT
  }

  /// `payment-card-number,postal-code`, the same with a space after the comma, or
  /// `PaymentCardNumber,PostalCode`.
  public enum RequiredStyle {
    KEBAB_COMMA,
    KEBAB_COMMA_SPACE,
    PASCAL_COMMA
  }

  /// All fields captured so far, or only the one the callback is about.
  public enum CapturedFields {
    ALL,
    CURRENT
  }

  /// `xxxxxxxxxxxx1111`, or `xxxx-xxxxxx-x1111`.
  public enum CardMask {
    LAST4,
    GROUPED
  }

  /// A final callback with `Result=transaction-cancelled`, no callback, or a callback without
  /// `Result`.
  public enum AfterCancel {
    TRANSACTION_CANCELLED,
    NO_CALLBACK,
    NO_RESULT
  }

  /// The leg that the payment is attached to, or that leg's parent.
  public enum LegSid {
    OWN,
    PARENT
  }

  /// Checked like a finished one, or reported as `input-timeout`.
  public enum PartialEntry {
    VALIDATE,
    INPUT_TIMEOUT
  }

  /// The brand's usual length, only a length that no longer number of the brand can follow, any
  /// allowed length with a right check digit, or nothing.
  public enum CardEnd {
    LENGTH,
    UNAMBIGUOUS_LENGTH,
    LUHN,
    TIMEOUT
  }

  /// `invalid-date` or `date-validation-failed`.
  public enum DateError {
    INVALID_DATE,
    DATE_VALIDATION_FAILED
  }

  /// The create's, the most recently accepted update's, or that of the update which caused the
  /// callback.
  public enum CallbackUrl {
    CREATE,
    LATEST_UPDATE,
    CAUSING_UPDATE
  }

  /// Not carried; the word for how the connector answered (`SUCCESS`, `DECLINED`, or `PENDING` when
  /// nobody knows); or this word whatever it answered. One vendor of connectors documents these
  /// words, and that they count more than `Result`.
  public enum PaymentStatus {
    NONE,
    AS_ANSWERED,
    SUCCESS,
    PENDING,
    DECLINED;

    Optional<String> word(ConnectorOutcome outcome) {
      return switch (this) {
        case NONE -> Optional.empty();
        case AS_ANSWERED ->
            Optional.of(
                switch (outcome) {
                  case ConnectorOutcome.Approved _ -> SUCCESS.name();
                  case ConnectorOutcome.Refused _ -> DECLINED.name();
                  case ConnectorOutcome.Doubt _ -> PENDING.name();
                });
        case SUCCESS, PENDING, DECLINED -> Optional.of(name());
      };
    }
  }

  /// One after the other, or all at once.
  public enum WebhookOrder {
    IN_ORDER,
    CONCURRENT
  }

  /// `application/json`, or no such header.
  public enum ContentType {
    JSON,
    ABSENT
  }

  /// The configured URL itself, or with the method appended.
  public enum ConnectorPath {
    PLAIN,
    SUFFIX
  }

  /// Like silence: the same request again when the ten seconds are over. Or like an answer that
  /// cannot be read: the payment is over.
  public enum ConnectorClosed {
    ASK_AGAIN,
    FINAL
  }

  /// `<sip:alice@host>`, or the same without angle brackets.
  public enum ReferTarget {
    BRACKETS,
    PLAIN
  }

  /// The leg that stays, which the answer is acted out on, or the one that sent the REFER.
  public enum ReferLeg {
    STAYING,
    REFERRER
  }

  /// 404, 409, 412, 413 or 429 as fits, or 400 for all but 429.
  public enum SyncErrorStatus {
    BY_KIND,
    BAD_REQUEST
  }

  /// 54050, 54100, 54200, 54201; the same, but 54300 for what was asked for by its unique name; or
  /// 20404.
  public enum SyncNotFound {
    BY_KIND,
    UNIQUE_NAME,
    GENERAL
  }

  /// 54103 and 54205, or 20412.
  public enum SyncMismatch {
    BY_KIND,
    GENERAL
  }

  public Switches {
    requireEither("syncLongestKey", syncLongestKey, 320, 256);
    requireIn("httpStatusOf64xxx", httpStatusOf64xxx, 400, 499);
    requireEither("endedCallCode", endedCallCode, 21220, 20404);
    requireEither("finishedPaymentCode", finishedPaymentCode, 64021, 20404);
    requireEither("expiryYearDigits", expiryYearDigits, 2, 4);
    requireIn("firstDigitTimeoutSeconds", firstDigitTimeoutSeconds, 0, 600);
    requireIn("answerAfterMillis", answerAfterMillis, 0, 600_000);
    requireIn("soundMillis", soundMillis, 0, 3_600_000);
  }

  /// How long things take, and who answers.
  private static final Set<String> NOT_DRAWN =
      Set.of("firstDigitTimeoutSeconds", "autoAnswer", "answerAfterMillis", "soundMillis");

  /// What is drawn for a switch that is a number.
  private static final Map<String, List<Integer>> NUMBERS =
      Map.of(
          "httpStatusOf64xxx", List.of(400, 409, 422),
          "endedCallCode", List.of(21220, 20404),
          "finishedPaymentCode", List.of(64021, 20404),
          "expiryYearDigits", List.of(2, 4),
          "syncLongestKey", List.of(320, 256));

  /// The likeliest Twilio.
  public static Switches defaults() {
    return new Switches(
        400,
        Surface.REST,
        false,
        Surface.ASYNC,
        Replay.SAME_PAYMENT,
        SecondSession.ERROR_64021,
        21220,
        64021,
        PartialOnFinal.FALSE,
        RequiredStyle.KEBAB_COMMA,
        CapturedFields.ALL,
        CardMask.LAST4,
        AfterCancel.TRANSACTION_CANCELLED,
        LegSid.OWN,
        true,
        30,
        PartialEntry.VALIDATE,
        CardEnd.LENGTH,
        false,
        DateError.INVALID_DATE,
        CallbackUrl.CAUSING_UPDATE,
        true,
        false,
        PaymentStatus.NONE,
        false,
        WebhookOrder.IN_ORDER,
        2,
        ContentType.JSON,
        ConnectorPath.PLAIN,
        ConnectorClosed.ASK_AGAIN,
        true,
        true,
        500,
        1_000,
        ReferTarget.BRACKETS,
        ReferLeg.STAYING,
        false,
        SyncErrorStatus.BY_KIND,
        SyncNotFound.BY_KIND,
        SyncMismatch.BY_KIND,
        320,
        false);
  }

  /// Draws every switch that is about what Twilio does. How long things take and who answers stay
  /// as by default, and `PayConnector_payment_status` never contradicts the connector: a client
  /// cannot be right about that.
  public static Switches random(RandomGenerator random) {
    var drawn = new LinkedHashMap<String, Object>();
    for (var component : Switches.class.getRecordComponents()) {
      if (!NOT_DRAWN.contains(component.getName())) {
        drawn.put(component.getName(), draw(component, random));
      }
    }
    return defaults().with(drawn);
  }

  private static Object draw(RecordComponent component, RandomGenerator random) {
    List<?> values =
        component.getType() == boolean.class
            ? List.of(false, true)
            : NUMBERS.getOrDefault(component.getName(), List.of());
    if (component.getType() == PaymentStatus.class) {
      values = List.of(PaymentStatus.NONE, PaymentStatus.AS_ANSWERED);
    } else if (component.getType().isEnum()) {
      values = List.of(component.getType().getEnumConstants());
    }
    return values.get(random.nextInt(values.size()));
  }

  /// These switches with those of `changes`, by name. Throws `IllegalArgumentException` that names
  /// an unknown switch or a value that is none.
  public Switches with(Map<String, ?> changes) {
    return JsonText.overlay(this, changes, Switches.class);
  }

  private static void requireIn(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it must be from " + least + " to " + most);
    }
  }

  private static void requireEither(String name, int value, int one, int other) {
    if (value != one && value != other) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it must be " + one + " or " + other);
    }
  }
}
