package dev.agentpay.client.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A method of a `CardCapture` could not do what it promises, or a payment ended without success.
/// [#code] says which; the codes are those of the JavaScript client.
public final class CaptureException extends PayException {
  /// What went wrong.
  public enum Code {
    /// The capture is detached: attach a new one.
    NOT_ATTACHED,
    /// The client has an attached capture: detach it first.
    ALREADY_ATTACHED,
    /// There is no call yet: pass its CallSid to `attachPay` or `updateCallSid`.
    NO_CALL,
    /// There is no payment: call `startCapture` first.
    NO_PAYMENT,
    /// The last payment is still open: submit or cancel it first.
    PAYMENT_IN_PROGRESS,
    /// The capture was detached while the method waited. The payment goes on.
    DETACHED,
    /// The server refused the token, and there is no other. Attach again with a valid one; an open
    /// payment is found again.
    SIGNED_OUT,
    /// The server cannot be reached: attach again later.
    UNREACHABLE,
    /// Twilio did not take the submit, because a field is missing. The customer is asked for it
    /// again: wait until all fields are captured, and submit again.
    NOT_SUBMITTED,
    /// Nothing proves yet whether money has moved. Do not take the payment again.
    UNCONFIRMED,
    /// The payment ended: it was declined. Nothing was charged.
    DECLINED,
    /// The payment ended: a user cancelled it. Nothing was charged.
    CANCELLED,
    /// The payment ended: the customer left. Nothing was charged.
    ABANDONED,
    /// The payment ended because of an error. Nothing was charged.
    FAILED,
    /// The payment was to be cancelled, but it was paid before.
    PAID,
    /// The payment was to be cancelled, but the card was tokenized before.
    TOKENIZED,
    /// The payment ended in a state that this client version does not know.
    UNKNOWN
  }

  private final Code code;
  private final Optional<PaySession> paySession;

  /// @param detail what is wrong and what to do
  /// @param paySession the payment, if the failure is about one
  public CaptureException(Code code, String detail, Optional<PaySession> paySession) {
    super(Names.wire(code), ProblemType.CAPTURE, 0, detail, List.of(), Optional.empty());
    this.code = code;
    this.paySession = paySession;
  }

  public CaptureException(
      Code code, String detail, Optional<PaySession> paySession, Throwable cause) {
    this(code, detail, paySession);
    initCause(cause);
  }

  /// The exception that says how this payment ended, or that its end is unconfirmed.
  public static CaptureException ofEnd(PaySession session) {
    final Code code = Names.read(Code.class, Names.wire(session.state()), Code.UNKNOWN);
    final String reason = session.outcome().flatMap(Outcome::text).orElse("");
    return new CaptureException(
        code, reason.isEmpty() ? text(code) : text(code) + ": " + reason, Optional.of(session));
  }

  public Code code() {
    return code;
  }

  /// The payment, if the failure is about one.
  public Optional<PaySession> paySession() {
    return paySession;
  }

  @Override
  public boolean isRetryable() {
    return code == Code.UNREACHABLE;
  }

  private static String text(Code code) {
    return switch (code) {
      case DECLINED -> "the payment was declined";
      case CANCELLED -> "the payment was cancelled";
      case ABANDONED -> "the customer left before the payment was finished";
      case FAILED -> "the payment failed";
      case PAID -> "the payment is already paid";
      case TOKENIZED -> "the card is already tokenized";
      case UNCONFIRMED -> "the payment may have been charged; do not take it again";
      default -> "the payment is " + code.name().toLowerCase(Locale.ROOT);
    };
  }
}
