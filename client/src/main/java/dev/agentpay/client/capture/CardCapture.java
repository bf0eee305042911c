package dev.agentpay.client.capture;

import dev.agentpay.client.model.AwaitException;
import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureException.Code;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Takes card payments on one agent's calls, with the methods and events of the JavaScript client.
/// Opened by `PayClient.attachPay`. Thread-safe.
///
/// ```java
/// try (CardCapture capture = client.attachPay(callSid, listener)) {
///   capture.startCapture("42.50");
///   capture.awaitCaptureComplete(Duration.ofMinutes(10)); // the customer types
///   PaySession paid = capture.submitCapture();
/// }
/// ```
///
/// Each method returns when what it says is true, and throws a [PayException] otherwise: a problem
/// of the server as it is, a [CaptureException] with a code, or an [AwaitException] if the fact is
/// still open after the time of [CaptureTimeouts]; then the payment goes on, and the same method
/// may be called again. Every failure is also an event, [CaptureListener#error]. The methods block:
/// call them on a thread that may wait, not on that of a user interface. They may be called in a
/// listener.
///
/// After a broken connection the capture reconnects by itself and misses no event, except digits
/// that were typed meanwhile.
public final class CardCapture implements AutoCloseable {
  private static final String CALL_SID = "CA[0-9a-fA-F]{32}";

  /// [#close] does not wait longer than this for the listener.
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final CaptureServer server;
  private final CaptureTimeouts timeouts;
  private final ListenerThread events;
  private final Attachment attachment;

  private CardCapture(
      CaptureServer server,
      Optional<String> callSid,
      CaptureListener listener,
      CaptureTimeouts timeouts) {
    callSid.ifPresent(CardCapture::requireCallSid);
    this.server = server;
    this.timeouts = timeouts;
    this.events = new ListenerThread(listener);
    this.attachment = new Attachment(server.address(), callSid, events::tell);
  }

  /// For `PayClient`, whose `attachPay` programs use.
  ///
  /// @param callSid empty: each call that the agent gets
  /// @throws IllegalArgumentException if it is no CallSid
  public static CardCapture of(
      CaptureServer server,
      Optional<String> callSid,
      CaptureListener listener,
      CaptureTimeouts timeouts) {
    return new CardCapture(server, callSid, listener, timeouts);
  }

  /// For `PayClient`: connects, and continues the open payment on the call if there is one.
  ///
  /// @throws PayException as `PayClient.attachPay`
  public void attach() {
    try {
      server.open(attachment::receive);
      get(attachment.ready(), timeouts.attach(), () -> notYet("attached", timeouts.attach()));
    } catch (PayException e) {
      attachment.end(detached(Optional.empty()), new CaptureEvent.Failed(e));
      server.close();
      events.finish();
      throw e;
    }
  }

  /// Whether the capture can be used: it is not closed, and the server has not refused its token.
  public boolean isAttached() {
    return attachment.isAttached();
  }

  /// The call that the next payment is for; empty if the agent has had none yet.
  public Optional<String> callSid() {
    return attachment.callSid();
  }

  /// The last payment in its newest state; `PaySession.state` says how it stands.
  public Optional<PaySession> paySession() {
    return attachment.paySession();
  }

  /// Waits until there is a call to work on. For a capture that was attached without one.
  ///
  /// @return its CallSid
  /// @throws AwaitException if there is none in time
  public String awaitCall(Duration timeout) {
    return run(() -> get(attachment.firstCall(), timeout, () -> notYet("given a call", timeout)));
  }

  /// Says which call the next payment is for. An open payment continues on its own call.
  ///
  /// @param callSid any leg of the call
  /// @throws IllegalArgumentException if it is no CallSid
  /// @throws CaptureException `NOT_ATTACHED`
  public void updateCallSid(String callSid) {
    requireCallSid(callSid);
    attachment.updateCallSid(callSid);
  }

  /// Makes the customer's card a token. As [#startCapture(PaymentDetails)].
  public PaySession startCapture() {
    return startCapture(PaymentDetails.token());
  }

  /// Charges an amount in the server's default currency. As [#startCapture(PaymentDetails)].
  ///
  /// @param amount such as `42.50`; 0 makes the card a token
  /// @throws IllegalArgumentException if the amount is not a plain decimal number
  public PaySession startCapture(String amount) {
    return startCapture(PaymentDetails.token().charge(amount));
  }

  /// Charges an amount in the server's default currency. As [#startCapture(PaymentDetails)].
  public PaySession startCapture(BigDecimal amount) {
    return startCapture(PaymentDetails.token().charge(amount));
  }

  /// Opens a payment, and asks the customer for the first field. Returns when Twilio has opened it.
  /// The server asks for the other fields.
  ///
  /// @throws CaptureException `NOT_ATTACHED`, `NO_CALL`, `PAYMENT_IN_PROGRESS`, or how the payment
  ///   ended
  /// @throws PayException `CALL_HAS_SESSION`, `MAY_HAVE_CHARGED`, `CALL_NOT_IN_PROGRESS`,
  ///   `UNKNOWN_CALL`, `INVALID`
  public PaySession startCapture(PaymentDetails details) {
    return run(
        () -> {
          final String callSid = attachment.beginStart();
          try {
            final Payment payment = attachment.follow(server.start(callSid, details));
            return await(payment, Goal.OPENED, timeouts.open());
          } finally {
            attachment.endStart();
          }
        });
  }

  /// Waits until the customer has typed all fields.
  ///
  /// @throws CaptureException `NOT_ATTACHED`, `NO_PAYMENT`, `DETACHED`, or how the payment ended
  /// @throws AwaitException if a field is still missing after this time
  public PaySession awaitCaptureComplete(Duration timeout) {
    return run(() -> await(attachment.payment(), Goal.CAPTURED, timeout));
  }

  /// Charges the card, or makes it a token. Returns only when that is certain.
  ///
  /// @throws CaptureException `NOT_ATTACHED`, `NO_PAYMENT`, `NOT_SUBMITTED`, `UNCONFIRMED`,
  ///   `DETACHED`, or how the payment ended; has the payment
  /// @throws AwaitException if the end is not known in time. Do not take the payment again
  /// @throws PayException `NOT_NOW` unless all fields are captured
  public PaySession submitCapture() {
    return run(
        () -> {
          final Payment payment = attachment.payment();
          attachment.observe(payment, server.submit(payment.id()));
          return await(payment, Goal.SUBMITTED, timeouts.end());
        });
  }

  /// Cancels the payment. Returns when Twilio has cancelled it.
  ///
  /// @throws CaptureException `NOT_ATTACHED`, `NO_PAYMENT`, `DETACHED`, or how the payment ended if
  ///   the cancel came too late
  /// @throws PayException `NOT_NOW` after the submit
  public PaySession cancelCapture() {
    return run(
        () -> {
          final Payment payment = attachment.payment();
          attachment.observe(payment, server.cancel(payment.id()));
          return await(payment, Goal.CANCELLED, timeouts.end());
        });
  }

  /// Discards the card number and asks for it again, whether it is captured or being typed. Returns
  /// when the server has taken the request.
  ///
  /// @throws CaptureException `NOT_ATTACHED`, `NO_PAYMENT`
  /// @throws PayException `NOT_NOW` after the submit
  public PaySession resetCard() {
    return reset(CaptureField.PAYMENT_CARD_NUMBER);
  }

  /// Discards the security code and asks for it again. As [#resetCard].
  public PaySession resetSecurityCode() {
    return reset(CaptureField.SECURITY_CODE);
  }

  /// Discards the expiry and asks for it again. As [#resetCard].
  public PaySession resetDate() {
    return reset(CaptureField.EXPIRATION_DATE);
  }

  /// Discards the postal code and asks for it again. As [#resetCard].
  public PaySession resetPostalCode() {
    return reset(CaptureField.POSTAL_CODE);
  }

  /// The same as [#close].
  public void detachPay() {
    close();
  }

  /// Disconnects. An open payment goes on; `PayClient.attachPay` finds it again. Methods that wait
  /// fail with `DETACHED`. The listener gets the events that wait and then `stopCapturing`. This
  /// returns when it has, at most five seconds later; at once if a listener calls it. Does nothing
  /// if the capture is closed already.
  @Override
  public void close() {
    attachment.end(detached(paySession()), CaptureEvent.Step.STOP_CAPTURING);
    server.close();
    events.finish();
    events.join(CLOSE_WAIT);
  }

  private PaySession reset(CaptureField field) {
    return run(
        () -> {
          final Payment payment = attachment.payment();
          boolean isDone = false;
          attachment.beginReset(payment, field);
          try {
            final PaySession answer = server.captureAgain(payment.id(), field);
            final PaySession newest = attachment.observe(payment, answer);
            isDone = true;
            return newest;
          } finally {
            attachment.endReset(payment, field, isDone);
          }
        });
  }

  /// Runs a method. Its failure is an event as well.
  private <T> T run(Supplier<T> method) {
    try {
      return method.get();
    } catch (PayException e) {
      attachment.report(e);
      throw e;
    }
  }

  private PaySession await(Payment payment, Goal goal, Duration timeout) {
    final CompletableFuture<PaySession> decided = attachment.until(payment, goal);
    try {
      final PaySession session =
          get(decided, timeout, () -> notYet(goal, timeout, attachment.session(payment)));
      return goal.check(session);
    } finally {
      attachment.forget(payment, decided);
    }
  }

  private static <T> T get(
      CompletableFuture<T> future, Duration timeout, Supplier<AwaitException> late) {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwaitException("interrupted while waiting", Optional.empty());
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /// A capture's end is the cause, because its stack trace is that of another thread.
  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof CaptureException end) {
      return new CaptureException(end.code(), end.detail(), end.paySession(), end);
    }
    return e.getCause() instanceof PayException other ? other : new IllegalStateException(e);
  }

  private static AwaitException notYet(String what, Duration timeout) {
    return new AwaitException(
        "the capture was not %s within %s".formatted(what, timeout), Optional.empty());
  }

  private static AwaitException notYet(Goal goal, Duration timeout, PaySession last) {
    return new AwaitException(
        "the payment was not %s within %s; it is %s"
            .formatted(goal.words(), timeout, Names.wire(last.state())),
        Optional.of(last));
  }

  private static CaptureException detached(Optional<PaySession> payment) {
    return new CaptureException(
        Code.DETACHED, "the capture was detached; an open payment goes on", payment);
  }

  private static void requireCallSid(String callSid) {
    if (!callSid.matches(CALL_SID)) {
      throw new IllegalArgumentException(
          "a CallSid is CA and 32 hexadecimal digits, but this is \"%s\"".formatted(callSid));
    }
  }
}
