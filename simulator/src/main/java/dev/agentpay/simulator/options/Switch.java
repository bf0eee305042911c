package dev.agentpay.simulator.options;

import dev.agentpay.simulator.options.Choices.AfterCancel;
import dev.agentpay.simulator.options.Choices.AfterMismatch;
import dev.agentpay.simulator.options.Choices.CallbackUrl;
import dev.agentpay.simulator.options.Choices.CapturedFields;
import dev.agentpay.simulator.options.Choices.CardEnd;
import dev.agentpay.simulator.options.Choices.CardMask;
import dev.agentpay.simulator.options.Choices.ConfirmationSilence;
import dev.agentpay.simulator.options.Choices.ConnectorClosed;
import dev.agentpay.simulator.options.Choices.ConnectorPath;
import dev.agentpay.simulator.options.Choices.ContentType;
import dev.agentpay.simulator.options.Choices.DateError;
import dev.agentpay.simulator.options.Choices.LegSid;
import dev.agentpay.simulator.options.Choices.MatcherParameter;
import dev.agentpay.simulator.options.Choices.MatcherTooEarly;
import dev.agentpay.simulator.options.Choices.MismatchCapture;
import dev.agentpay.simulator.options.Choices.NotConfirmed;
import dev.agentpay.simulator.options.Choices.PartialEntry;
import dev.agentpay.simulator.options.Choices.PartialOnFinal;
import dev.agentpay.simulator.options.Choices.PaymentStatus;
import dev.agentpay.simulator.options.Choices.QueryOrder;
import dev.agentpay.simulator.options.Choices.ReferLeg;
import dev.agentpay.simulator.options.Choices.ReferTarget;
import dev.agentpay.simulator.options.Choices.RepeatedRequired;
import dev.agentpay.simulator.options.Choices.Replay;
import dev.agentpay.simulator.options.Choices.RequiredStyle;
import dev.agentpay.simulator.options.Choices.SecondEntryCheck;
import dev.agentpay.simulator.options.Choices.SecondSession;
import dev.agentpay.simulator.options.Choices.Surface;
import dev.agentpay.simulator.options.Choices.SyncErrorStatus;
import dev.agentpay.simulator.options.Choices.SyncMismatch;
import dev.agentpay.simulator.options.Choices.SyncNotFound;
import dev.agentpay.simulator.options.Choices.WebhookKey;
import dev.agentpay.simulator.options.Choices.WebhookOrder;
import dev.agentpay.simulator.options.SwitchValues.Flag;
import dev.agentpay.simulator.options.SwitchValues.Numbers;
import dev.agentpay.simulator.options.SwitchValues.OneOf;
import dev.agentpay.simulator.options.SwitchValues.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The switches of the simulator. They decide behaviour that Twilio has not published or documents
/// in two contradictory ways, and how simulated parties behave. Each default is the value that the
/// evidence makes most likely. `docs/simulator.md` shows this table.
public enum Switch {
  HTTP_STATUS_OF_64XXX(
      "httpStatusOf64xxx",
      "HTTP status of a Pay error (64xxx) in a REST answer",
      Source.UNPUBLISHED,
      new Range(400, 499, 400, List.of(400, 409, 422))),
  NOT_COMPLETE_SURFACES(
      "notCompleteSurfaces",
      "Where 64019 appears when `complete` comes before all fields are captured",
      Source.UNPUBLISHED,
      OneOf.of(Surface.REST)),
  STRICT_TEST_CARDS(
      "strictTestCards",
      "Which cards a connector in TEST mode accepts",
      "Generic Pay Connector docs; a hosted connector takes its gateway's own test cards",
      new Flag(
          false,
          "Twilio's eight test cards and two bank accounts only",
          "any published test card")),
  TEST_CARD_SURFACES(
      "testCardSurfaces",
      "Where 64022 and 64023 appear when `strictTestCards` is on",
      Source.UNPUBLISHED,
      OneOf.of(Surface.ASYNC)),
  REPLAY(
      "replay",
      "The effect of a repeated IdempotencyKey on the same operation",
      Source.UNPUBLISHED,
      OneOf.of(Replay.SAME_PAYMENT)),
  SECOND_SESSION(
      "secondSession",
      "The effect of a create on a call that has an open payment",
      Source.UNPUBLISHED,
      OneOf.of(SecondSession.ERROR_64021)),
  ENDED_CALL_CODE(
      "endedCallCode",
      "Error code of a payment request on a call that has ended",
      Source.UNPUBLISHED,
      Numbers.of(21220, "the call is not in progress", 20404, "there is no such resource")),
  FINISHED_PAYMENT_CODE(
      "finishedPaymentCode",
      "Error code of an update of a finished payment",
      Source.UNPUBLISHED,
      Numbers.of(64021, "the session is not open", 20404, "there is no such resource")),
  PARTIAL_ON_FINAL(
      "partialOnFinal",
      "`PartialResult` in the callback of a finished entry",
      Source.UNPUBLISHED,
      OneOf.of(PartialOnFinal.FALSE)),
  REQUIRED_STYLE(
      "requiredStyle",
      "How `Required` is written",
      "Twilio's samples: kebab case; one page of the docs: Pascal case",
      OneOf.of(RequiredStyle.KEBAB_COMMA)),
  CAPTURED_FIELDS(
      "capturedFields",
      "Which captured fields a callback repeats",
      Source.UNPUBLISHED,
      OneOf.of(CapturedFields.ALL)),
  CARD_MASK(
      "cardMask",
      "How a captured card number is masked",
      Source.UNPUBLISHED,
      OneOf.of(CardMask.LAST4)),
  RESULT_AFTER_CANCEL(
      "resultAfterCancel",
      "What follows `Status=cancel`",
      Source.UNPUBLISHED,
      OneOf.of(AfterCancel.TRANSACTION_CANCELLED)),
  CALLBACK_CALL_SID(
      "callbackCallSid",
      "The `CallSid` of a callback when the payment is on a child leg",
      Source.UNPUBLISHED,
      OneOf.of(LegSid.OWN)),
  HASH_TERMINATES(
      "hashTerminates",
      "What `#` does",
      Source.UNPUBLISHED,
      new Flag(true, "it ends an entry", "it is ignored")),
  FIRST_DIGIT_TIMEOUT_SECONDS(
      "firstDigitTimeoutSeconds",
      "Seconds without a first digit after which the field ends in `input-timeout`; 0 means never",
      Source.UNPUBLISHED,
      new Range(0, 600, 30, List.of(30))),
  PARTIAL_ENTRY(
      "partialEntry",
      "The result of an entry that is too short when the inter-digit time-out ends it",
      Source.UNPUBLISHED,
      OneOf.of(PartialEntry.VALIDATE)),
  CARD_ENDS_ON(
      "cardEndsOn",
      "What ends a card number besides `#` and the time-out",
      Source.UNPUBLISHED,
      OneOf.of(CardEnd.LENGTH)),
  REPEATED_REQUIRED(
      "repeatedRequired",
      "How `Required` names a field of `RequireMatchingInputs`",
      Source.UNPUBLISHED,
      OneOf.of(RepeatedRequired.BOTH)),
  MATCHER_PARAMETER(
      "matcherParameter",
      "The callback parameter with the value of a second entry",
      Source.UNPUBLISHED,
      OneOf.of(MatcherParameter.FIELD)),
  MATCHER_TOO_EARLY(
      "matcherTooEarly",
      "The answer to `Capture=…-matcher` whose field is not captured yet",
      Source.UNPUBLISHED,
      OneOf.of(MatcherTooEarly.ERROR_64021)),
  SECOND_ENTRY_CHECK(
      "secondEntryCheck",
      "What a second entry is checked for",
      Source.UNPUBLISHED,
      OneOf.of(SecondEntryCheck.MATCH)),
  AFTER_MISMATCH(
      "afterMismatch",
      "What `input-matching-failed` discards",
      "`<Prompt>` docs, in the words of an example for bank accounts: both",
      OneOf.of(AfterMismatch.BOTH_ENTRIES)),
  MISMATCH_CAPTURE(
      "mismatchCapture",
      "The `Capture` of a callback with `input-matching-failed`",
      Source.UNPUBLISHED,
      OneOf.of(MismatchCapture.MATCHER)),
  NOT_CONFIRMED(
      "notConfirmed",
      "What follows when the customer presses 2 instead of confirming (`Confirmation`)",
      Source.UNPUBLISHED,
      OneOf.of(NotConfirmed.CANCELLED)),
  CONFIRMATION_SILENCE(
      "confirmationSilence",
      "What follows when the customer presses no key for `firstDigitTimeoutSeconds` instead of"
          + " confirming",
      Source.UNPUBLISHED,
      OneOf.of(ConfirmationSilence.NOT_CONFIRMED)),
  CREATE_CALLBACK_FIRST(
      "createCallbackFirst",
      "When the create's callback is sent",
      Source.UNPUBLISHED,
      new Flag(
          false,
          "before the REST answer, which waits until the callback is answered",
          "after the REST answer")),
  DATE_ERROR(
      "dateError",
      "The `ErrorType` of a date that is invalid or past",
      Source.UNPUBLISHED,
      OneOf.of(DateError.INVALID_DATE)),
  STATUS_CALLBACK_URL(
      "statusCallbackUrl",
      "Which StatusCallback URL a later callback goes to",
      Source.UNPUBLISHED,
      OneOf.of(CallbackUrl.CAUSING_UPDATE)),
  CALLBACKS_HONOUR_OVERRIDES(
      "callbacksHonourOverrides",
      "Whether status callbacks of payments obey `#rc=…` fragments",
      Source.UNPUBLISHED,
      new Flag(true, "they do", "they ignore them")),
  CONNECTOR_PARAMETER_ECHO(
      "connectorParameterEcho",
      "Whether the `parameters` of a connector's answer reach the final callback",
      Source.UNPUBLISHED,
      new Flag(false, "as `PayConnector_…`", "they do not")),
  CONNECTOR_PAYMENT_STATUS(
      "connectorPaymentStatus",
      "`PayConnector_payment_status` in the final callback",
      "documented by one vendor of connectors only, which ranks it above `Result`",
      OneOf.drawing(PaymentStatus.NONE, PaymentStatus.AS_ANSWERED)),
  DOUBT_CARRIES_PAY_ERROR_CODE(
      "doubtCarriesPayErrorCode",
      "`PayErrorCode` (64008, 64010) when the connector's answer is missing or unreadable",
      Source.UNPUBLISHED,
      new Flag(false, "it is present", "it is absent")),
  WEBHOOK_KEY(
      "webhookKey",
      "Which key signs webhooks",
      "Twilio: sign webhooks with shared keys (public beta since September 2026)",
      OneOf.of(WebhookKey.AUTH_TOKEN)),
  WEBHOOK_QUERY(
      "webhookQuery",
      "The order in which a webhook's query parameters arrive",
      "reported by users; not published",
      OneOf.of(QueryOrder.AS_GIVEN)),
  WEBHOOK_ORDER(
      "webhookOrder",
      "When the next callback of a payment is sent",
      Source.UNPUBLISHED,
      OneOf.of(WebhookOrder.IN_ORDER)),
  EXPIRY_YEAR_DIGITS(
      "expiryYearDigits",
      "Digits of the expiry year in a connector request",
      Source.UNPUBLISHED,
      Numbers.of(2, "`27`", 4, "`2027`")),
  CONNECTOR_CONTENT_TYPE(
      "connectorContentType",
      "Content-Type of a connector request",
      Source.UNPUBLISHED,
      OneOf.of(ContentType.JSON)),
  CONNECTOR_PATH(
      "connectorPath",
      "Path of a connector request",
      Source.UNPUBLISHED,
      OneOf.of(ConnectorPath.PLAIN)),
  CONNECTOR_CLOSED(
      "connectorClosed",
      "What Twilio does when the connector closes the connection without an answer",
      Source.UNPUBLISHED,
      OneOf.of(ConnectorClosed.ASK_AGAIN)),
  DURATION_IN_MINUTES(
      "durationInMinutes",
      "`Duration` in the callback of a completed call",
      Source.UNPUBLISHED,
      new Flag(true, "minutes, rounded up", "absent")),
  AUTO_ANSWER(
      "autoAnswer",
      "Whether dialled parties answer automatically",
      Source.SIMULATION,
      new Flag(
              true,
              "they do, unless somebody is at the softphone",
              "they ring until the control API answers")
          .notDrawn()),
  ANSWER_AFTER_MILLIS(
      "answerAfterMillis",
      "Milliseconds that a dialled party rings before it answers",
      Source.SIMULATION,
      new Range(0, 600_000, 500, List.of(500))),
  SOUND_MILLIS(
      "soundMillis",
      "Duration of each `<Say>` and `<Play>` in milliseconds; files are not fetched",
      Source.SIMULATION,
      new Range(0, 3_600_000, 1_000, List.of(1000))),
  REFER_TARGET(
      "referTarget",
      "How `ReferTransferTarget` is written",
      Source.UNPUBLISHED,
      OneOf.of(ReferTarget.BRACKETS)),
  REFER_CALL_SID(
      "referCallSid",
      "Which leg the request to a `referUrl` is about",
      Source.UNPUBLISHED,
      OneOf.of(ReferLeg.STAYING)),
  REFER_ASKS_ACTION(
      "referAsksAction",
      "The action URL of the `<Dial>` that a referrer leaves",
      Source.UNPUBLISHED,
      new Flag(false, "it is requested, and its answer is ignored", "it is not requested")),
  SYNC_ERROR_STATUS(
      "syncErrorStatus",
      "HTTP status of a 54xxx error of Sync",
      Source.UNPUBLISHED,
      OneOf.of(SyncErrorStatus.BY_KIND)),
  SYNC_NOT_FOUND(
      "syncNotFound",
      "Error code for a service, map, item or document that does not exist",
      Source.UNPUBLISHED,
      OneOf.of(SyncNotFound.BY_KIND)),
  SYNC_MISMATCH(
      "syncMismatch",
      "Error code for an `If-Match` that does not match",
      Source.UNPUBLISHED,
      OneOf.of(SyncMismatch.BY_KIND)),
  SYNC_LONGEST_KEY(
      "syncLongestKey",
      "Maximum length of a map item's key, in characters",
      "Sync's limits page: 320; error 54209: 256",
      Numbers.of(256, "as error 54209 says", 320, "as the limits page says")),
  SYNC_RATE_LIMIT(
      "syncRateLimit",
      "Writes to one Sync object",
      "Sync's limits page",
      new Flag(
          false,
          "20 per second, with bursts of up to ten seconds' worth; then 429 (54009)",
          "unlimited"));

  private final String key;
  private final String about;
  private final String source;

  @SuppressWarnings("ImmutableEnumChecker") // records with unmodifiable lists
  private final SwitchValues values;

  Switch(String key, String about, String source, SwitchValues values) {
    this.key = key;
    this.about = about;
    this.source = source;
    this.values = values;
  }

  /// The switch with this key; empty if there is none.
  static Optional<Switch> named(String key) {
    return Optional.ofNullable(Names.BY_KEY.get(key));
  }

  /// The name in JSON and configuration, such as `hashTerminates`.
  public String key() {
    return key;
  }

  /// What the switch decides, in one phrase.
  public String about() {
    return about;
  }

  /// Where the behaviour is published, or a note that it is not.
  public String source() {
    return source;
  }

  /// The allowed values.
  public SwitchValues allowed() {
    return values;
  }

  private static final class Source {
    private static final String UNPUBLISHED = "unpublished";
    private static final String SIMULATION = "simulator only";
  }

  private static final class Names {
    private static final Map<String, Switch> BY_KEY =
        Stream.of(Switch.values())
            .collect(Collectors.toUnmodifiableMap(Switch::key, Function.identity()));
  }
}
