package dev.agentpay.simulator.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The values of the switches that choose between named constants.
public final class Choices {
  private Choices() {}

  /// What a value means, for the documentation.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.FIELD)
  @interface Means {
    String value();
  }

  /// Where an error is reported.
  public enum Surface {
    @Means("in the REST answer")
    REST,
    @Means("the request is accepted; a final callback follows")
    ASYNC
  }

  /// The effect of a repeated IdempotencyKey.
  public enum Replay {
    @Means("the same answer, without effect")
    SAME_PAYMENT,
    @Means("refused with 64021")
    ERROR_64021,
    @Means("handled as a new request")
    PROCESS_AGAIN
  }

  /// The effect of a create while a payment is open on the call.
  public enum SecondSession {
    @Means("refused with 64021")
    ERROR_64021,
    @Means("accepted, then ended at once with `ErrorType=session-in-progress`")
    SESSION_IN_PROGRESS
  }

  /// `PartialResult` in the callback of a finished entry.
  public enum PartialOnFinal {
    @Means("`PartialResult=false`")
    FALSE,
    @Means("no such parameter")
    ABSENT
  }

  /// The format of `Required`.
  public enum RequiredStyle {
    @Means("`payment-card-number,postal-code`")
    KEBAB_COMMA,
    @Means("`payment-card-number, postal-code`")
    KEBAB_COMMA_SPACE,
    @Means("`PaymentCardNumber,PostalCode`")
    PASCAL_COMMA
  }

  /// Which captured fields a callback repeats.
  public enum CapturedFields {
    @Means("all fields captured so far")
    ALL,
    @Means("only the field that the callback is about")
    CURRENT
  }

  /// The mask of a captured card number.
  public enum CardMask {
    @Means("`xxxxxxxxxxxx1111`")
    LAST4,
    @Means("`xxxx-xxxxxx-x1111`")
    GROUPED
  }

  /// The callback after a cancel.
  public enum AfterCancel {
    @Means("a final callback with `Result=transaction-cancelled`")
    TRANSACTION_CANCELLED,
    @Means("no callback")
    NO_CALLBACK,
    @Means("a callback without `Result`")
    NO_RESULT
  }

  /// Which leg's sid a callback has.
  public enum LegSid {
    @Means("the leg that has the payment")
    OWN,
    @Means("its parent")
    PARENT
  }

  /// The result of an entry that is too short when the time-out ends it.
  public enum PartialEntry {
    @Means("checked like a finished entry")
    VALIDATE,
    @Means("`input-timeout`")
    INPUT_TIMEOUT
  }

  /// How `Required` names a field that has to be typed twice.
  public enum RepeatedRequired {
    @Means("the field and its `…-matcher`, each until it is captured")
    BOTH,
    @Means("the field; once it is captured, its `…-matcher` until that is captured")
    ONE_BY_ONE,
    @Means("the field alone, until both entries match")
    FIELD
  }

  /// What a mismatch discards.
  public enum AfterMismatch {
    @Means("both entries")
    BOTH_ENTRIES,
    @Means("the second entry")
    SECOND_ENTRY
  }

  /// The answer to a second entry whose field is not captured yet.
  public enum MatcherTooEarly {
    @Means("refused with 64021")
    ERROR_64021,
    @Means("accepted; a callback says `input-matching-failed`")
    MATCHING_FAILED
  }

  /// What a second entry is checked for.
  public enum SecondEntryCheck {
    @Means("only that it matches")
    MATCH,
    @Means("first like any entry, for example `invalid-card-number`; then that it matches")
    RULES_AND_MATCH
  }

  /// The name of a field whose entries differ.
  public enum MismatchCapture {
    @Means("the second entry, `payment-card-number-matcher`")
    MATCHER,
    @Means("the field, `payment-card-number`")
    FIELD
  }

  /// The parameter of a second entry.
  public enum MatcherParameter {
    @Means("the field's, `PaymentCardNumber`")
    FIELD,
    @Means("its own, `PaymentCardNumberMatcher`")
    OWN
  }

  /// The end of a wait for the customer's confirmation.
  public enum NotConfirmed {
    @Means("like a cancel (`resultAfterCancel`)")
    CANCELLED,
    @Means("`Result=validation-error`")
    VALIDATION_ERROR
  }

  /// The effect of no key while Twilio waits for the customer's confirmation.
  public enum ConfirmationSilence {
    @Means("like key 2")
    NOT_CONFIRMED,
    @Means("a callback with `ErrorType=input-timeout`; `complete` may be sent again")
    INPUT_TIMEOUT
  }

  /// What ends the entry of a card number.
  public enum CardEnd {
    @Means("the brand's usual length")
    LENGTH,
    @Means("the brand's maximum length")
    UNAMBIGUOUS_LENGTH,
    @Means("any allowed length with a valid check digit")
    LUHN,
    @Means("nothing")
    TIMEOUT
  }

  /// The `ErrorType` of a wrong expiry date.
  public enum DateError {
    @Means("`invalid-date`")
    INVALID_DATE,
    @Means("`date-validation-failed`")
    DATE_VALIDATION_FAILED
  }

  /// Which request's StatusCallback URL is used.
  public enum CallbackUrl {
    @Means("the URL of the create")
    CREATE,
    @Means("the URL of the most recently accepted update")
    LATEST_UPDATE,
    @Means("the URL of the update that caused the callback")
    CAUSING_UPDATE
  }

  /// `PayConnector_payment_status`.
  public enum PaymentStatus {
    @Means("absent")
    NONE,
    @Means("`SUCCESS` or `DECLINED` as the connector answered; `PENDING` if in doubt")
    AS_ANSWERED,
    @Means("`SUCCESS` whatever the connector answered")
    SUCCESS,
    @Means("`PENDING` whatever the connector answered")
    PENDING,
    @Means("`DECLINED` whatever the connector answered")
    DECLINED
  }

  /// The key that signs a webhook.
  public enum WebhookKey {
    @Means("the auth token, with HMAC-SHA1")
    AUTH_TOKEN,
    @Means("a shared key, with HMAC-SHA1")
    SHARED_KEY_SHA1,
    @Means("a shared key, with HMAC-SHA256")
    SHARED_KEY_SHA256
  }

  /// The order of a webhook's query.
  public enum QueryOrder {
    @Means("as the URL was given")
    AS_GIVEN,
    @Means("sorted by name, while the signature covers the URL as given")
    SORTED
  }

  /// When the next callback is sent.
  public enum WebhookOrder {
    @Means("when the previous one has been answered")
    IN_ORDER,
    @Means("at once")
    CONCURRENT
  }

  /// The Content-Type of a connector request.
  public enum ContentType {
    @Means("`application/json`")
    JSON,
    @Means("no such header")
    ABSENT
  }

  /// The path of a connector request.
  public enum ConnectorPath {
    @Means("the configured URL itself")
    PLAIN,
    @Means("`/charge` or `/tokenize` appended")
    SUFFIX
  }

  /// The reaction to a connector that closes the connection without an answer.
  public enum ConnectorClosed {
    @Means("like a missing answer: it repeats the request after the ten seconds")
    ASK_AGAIN,
    @Means("like an unreadable answer: the payment ends in doubt")
    FINAL
  }

  /// The format of `ReferTransferTarget`.
  public enum ReferTarget {
    @Means("`<sip:alice@host>`")
    BRACKETS,
    @Means("`sip:alice@host`")
    PLAIN
  }

  /// Which leg the request to a `referUrl` is about.
  public enum ReferLeg {
    @Means("the leg that stays, which follows the answer's TwiML")
    STAYING,
    @Means("the leg that sent the REFER")
    REFERRER
  }

  /// The HTTP status of Sync's errors.
  public enum SyncErrorStatus {
    @Means("404, 409, 412, 413 or 429, depending on the error")
    BY_KIND,
    @Means("400 for all but 429")
    BAD_REQUEST
  }

  /// The error codes for resources of Sync that do not exist.
  public enum SyncNotFound {
    @Means("54050, 54100, 54200, 54201")
    BY_KIND,
    @Means("the same, but 54300 for a unique name")
    UNIQUE_NAME,
    @Means("20404")
    GENERAL
  }

  /// The error codes for an `If-Match` that does not match.
  public enum SyncMismatch {
    @Means("54103 and 54205")
    BY_KIND,
    @Means("20412")
    GENERAL
  }
}
