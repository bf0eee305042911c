package dev.agentpay.client.capture;

import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureException.Code;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.NoTokenException;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.StreamItem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What a capture knows, from attaching to detaching: its call, its payment, and the live state.
/// Thread-safe; no method waits or calls a listener.
final class Attachment {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final String server;
  private final Consumer<CaptureEvent> listener;
  private final Optional<String> fixedCall;
  private final CompletableFuture<String> firstCall = new CompletableFuture<>();

  /// Completes with the first snapshot, or with why there is none.
  private final CompletableFuture<Attachment> ready = new CompletableFuture<>();

  private final LiveState state = new LiveState();
  private final OwnCalls ownCalls = new OwnCalls();
  private Optional<String> callSid = Optional.empty();
  private Optional<Payment> payment = Optional.empty();
  private boolean isStarting;
  private Optional<CaptureException> endedBy = Optional.empty();

  /// @param server its address
  /// @param fixedCall the call to work on; empty: each call that the agent gets
  /// @param listener passes an event on; must not wait
  Attachment(String server, Optional<String> fixedCall, Consumer<CaptureEvent> listener) {
    this.server = server;
    this.fixedCall = fixedCall;
    this.listener = listener;
  }

  CompletableFuture<Attachment> ready() {
    return ready;
  }

  synchronized CompletableFuture<String> firstCall() {
    requireAttached();
    return firstCall;
  }

  synchronized boolean isAttached() {
    return endedBy.isEmpty();
  }

  synchronized Optional<String> callSid() {
    return callSid;
  }

  synchronized Optional<PaySession> paySession() {
    return payment.map(Payment::session);
  }

  /// Takes in a live update.
  synchronized void receive(StreamItem item) {
    if (endedBy.isPresent()) {
      return;
    }
    if (item instanceof ConnectionChange change) {
      emit(new CaptureEvent.Connection(change));
      connectionChanged(change);
      return;
    }
    state.apply(item);
    if (!state.isReady()) {
      return;
    }
    payment.ifPresent(
        followed ->
            state
                .session(followed.id())
                .ifPresent(session -> followed.observe(session, state.typing(session.id()))));
    if (fixedCall.isEmpty()) {
      ownCalls.next(state.answeredCalls()).forEach(sid -> useCall(sid, true));
    } else if (!ready.isDone()) {
      useCall(fixedCall.get(), false);
    }
    ready.complete(this);
  }

  /// Says which call the next payment is for, and continues the open payment on it.
  synchronized void updateCallSid(String sid) {
    requireAttached();
    useCall(sid, false);
  }

  /// Reserves the capture for a new payment.
  ///
  /// @return the call to start it on
  synchronized String beginStart() {
    requireAttached();
    final String call =
        callSid.orElseThrow(
            () ->
                new CaptureException(
                    Code.NO_CALL, "pass a CallSid to updateCallSid first", Optional.empty()));
    if (isStarting || payment.filter(Payment::isOpen).isPresent()) {
      throw new CaptureException(
          Code.PAYMENT_IN_PROGRESS, "submit or cancel the payment first", paySession());
    }
    isStarting = true;
    return call;
  }

  synchronized void endStart() {
    isStarting = false;
  }

  /// Follows the payment that was just started.
  synchronized Payment follow(PaySession started) {
    if (endedBy.isPresent()) {
      throw new CaptureException(
          Code.DETACHED, "the payment goes on; attach again", Optional.of(started));
    }
    return follow(state.put(started), payment);
  }

  /// The payment to act on.
  synchronized Payment payment() {
    requireAttached();
    return payment.orElseThrow(
        () -> new CaptureException(Code.NO_PAYMENT, "call startCapture first", Optional.empty()));
  }

  /// Takes in the answer to a command.
  synchronized PaySession observe(Payment followed, PaySession answer) {
    final PaySession newest = state.put(answer);
    followed.observe(newest, state.typing(newest.id()));
    return newest;
  }

  synchronized CompletableFuture<PaySession> until(Payment followed, Goal goal) {
    if (endedBy.isPresent()) {
      return CompletableFuture.failedFuture(endedBy.get());
    }
    return followed.until(goal);
  }

  synchronized void forget(Payment followed, CompletableFuture<PaySession> decided) {
    followed.forget(decided);
  }

  synchronized PaySession session(Payment followed) {
    return followed.session();
  }

  synchronized void beginReset(Payment followed, CaptureField field) {
    followed.beginReset(field);
  }

  synchronized void endReset(Payment followed, CaptureField field, boolean isDone) {
    followed.endReset(field, isDone);
  }

  /// Tells the listener that a method failed, or that the token was refused.
  synchronized void report(PayException error) {
    payment.ifPresentOrElse(
        followed -> followed.report(error), () -> emit(new CaptureEvent.Failed(error)));
  }

  /// Ends the attachment, if it has not ended. Methods that wait fail with this, and the listener
  /// gets this as its last event.
  synchronized void end(CaptureException why, CaptureEvent last) {
    if (endedBy.isPresent()) {
      return;
    }
    emit(last);
    endedBy = Optional.of(why);
    payment.ifPresent(followed -> followed.giveUp(why));
    firstCall.completeExceptionally(why);
    ready.completeExceptionally(why);
  }

  private void emit(CaptureEvent event) {
    if (endedBy.isEmpty()) {
      listener.accept(event);
    }
  }

  private void connectionChanged(ConnectionChange change) {
    final Optional<PayException> why = change.why();
    if (change.state() == ConnectionState.CLOSED) {
      closedByServer(why);
    } else if (change.state() == ConnectionState.LOST) {
      final Optional<PayException> noToken = why.filter(NoTokenException.class::isInstance);
      if (ready.isDone()) {
        noToken.ifPresent(this::report);
      } else {
        ready.completeExceptionally(noToken.orElseGet(() -> unreachable(why)));
      }
    }
  }

  private void closedByServer(Optional<PayException> why) {
    final boolean isToken =
        why.filter(e -> e.status() == UNAUTHORIZED || e.status() == FORBIDDEN).isPresent();
    final String detail = why.map(PayException::detail).orElse("an internal error; see the log");
    final CaptureException signedOut =
        new CaptureException(
            Code.SIGNED_OUT,
            (isToken ? "the server refused the token: " : "the live updates ended: ") + detail,
            paySession());
    why.ifPresent(signedOut::initCause);
    if (ready.isDone()) {
      end(signedOut, new CaptureEvent.Failed(signedOut));
    } else {
      ready.completeExceptionally(isToken ? signedOut : why.orElse(signedOut));
    }
  }

  private PayException unreachable(Optional<PayException> why) {
    final CaptureException unreachable =
        new CaptureException(
            Code.UNREACHABLE, "cannot reach the server at " + server, Optional.empty());
    why.ifPresent(unreachable::initCause);
    return unreachable;
  }

  private void useCall(String sid, boolean asAdded) {
    callSid = Optional.of(sid);
    emit(new CaptureEvent.Connected(sid, asAdded));
    firstCall.complete(sid);
    if (payment.filter(Payment::isOpen).isEmpty()) {
      state.openPaymentOn(sid).ifPresent(open -> follow(open, payment));
    }
  }

  private Payment follow(PaySession session, Optional<Payment> current) {
    final Optional<Payment> same = current.filter(followed -> followed.id().equals(session.id()));
    if (same.isPresent()) {
      same.get().observe(session, state.typing(session.id()));
      return same.get();
    }
    final Payment followed = Payment.follow(session, state.typing(session.id()), this::emit);
    payment = Optional.of(followed);
    return followed;
  }

  private void requireAttached() {
    if (endedBy.isPresent()) {
      throw new CaptureException(
          Code.NOT_ATTACHED, "the capture is detached; call attachPay", Optional.empty());
    }
  }
}
