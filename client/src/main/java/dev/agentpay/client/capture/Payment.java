package dev.agentpay.client.capture;

import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// One payment that a capture follows: its changes become events, and methods wait for its states.
/// Guarded by the lock of its [Attachment].
final class Payment {
  private record Wait(Goal goal, CompletableFuture<PaySession> decided) {}

  private final Consumer<CaptureEvent> emit;
  private final List<Wait> waits = new ArrayList<>();

  /// Fields that are being reset, and whether the customer was asked for them meanwhile.
  private final Map<CaptureField, Boolean> resets = new EnumMap<>(CaptureField.class);

  /// The ends that the listener was told as errors.
  private final Set<CaptureException.Code> reportedEnds =
      EnumSet.noneOf(CaptureException.Code.class);

  private PaySession last;
  private Optional<CardUpdate> lastUpdate = Optional.empty();

  private Payment(PaySession first, Consumer<CaptureEvent> emit) {
    this.last = first;
    this.emit = emit;
  }

  /// Follows a payment from this state on.
  static Payment follow(PaySession first, Optional<Digits> typing, Consumer<CaptureEvent> emit) {
    final Payment payment = new Payment(first, emit);
    payment.emitUpdate(typing);
    payment.emitProgress(Optional.empty());
    return payment;
  }

  String id() {
    return last.id();
  }

  PaySession session() {
    return last;
  }

  /// Whether the customer may still be typing, or the outcome is to come.
  boolean isOpen() {
    return !PaymentEvents.isOver(last);
  }

  /// Takes in the newest state. An older one than the last changes nothing.
  void observe(PaySession session, Optional<Digits> typing) {
    final PaySession before = last;
    if (session.version() < before.version()) {
      return;
    }
    last = session;
    emitUpdate(typing);
    if (session.version() > before.version()) {
      emitProgress(Optional.of(before));
      waits.forEach(this::check);
      waits.removeIf(wait -> wait.decided.isDone());
    }
  }

  /// Completes when the goal is reached or missed.
  CompletableFuture<PaySession> until(Goal goal) {
    final Wait wait = new Wait(goal, new CompletableFuture<>());
    waits.add(wait);
    check(wait);
    return wait.decided;
  }

  void forget(CompletableFuture<PaySession> decided) {
    decided.cancel(false);
    waits.removeIf(wait -> wait.decided.isDone());
  }

  /// The command to ask for the field again was sent.
  void beginReset(CaptureField field) {
    resets.put(field, false);
  }

  /// The command was carried out or refused.
  void endReset(CaptureField field, boolean isDone) {
    final boolean wasAsked = Boolean.TRUE.equals(resets.remove(field));
    if (isDone) {
      emit.accept(new CaptureEvent.Reset(field));
    }
    if (isDone || wasAsked) {
      emit.accept(new CaptureEvent.AskedFor(field));
    }
  }

  /// Tells the listener of an error, unless it is an end that the listener knows.
  void report(PayException error) {
    final boolean isKnown =
        error instanceof CaptureException end && isEnd(end) && !reportedEnds.add(end.code());
    if (!isKnown) {
      emit.accept(new CaptureEvent.Failed(error));
    }
  }

  /// Follows the payment no longer: all waits end with this.
  void giveUp(CaptureException why) {
    waits.forEach(wait -> wait.decided.completeExceptionally(why));
    waits.clear();
  }

  private boolean isEnd(CaptureException error) {
    return error.paySession().map(PaySession::id).equals(Optional.of(last.id()))
        && error.code() == CaptureException.ofEnd(last).code();
  }

  private void emitUpdate(Optional<Digits> typing) {
    if (last.payment().isEmpty()) {
      return;
    }
    final Optional<CardUpdate> update = Optional.of(CardUpdate.of(last, typing));
    if (!update.equals(lastUpdate)) {
      lastUpdate = update;
      emit.accept(new CaptureEvent.Updated(update.get()));
    }
  }

  private void emitProgress(Optional<PaySession> before) {
    for (CaptureEvent event : PaymentEvents.between(before, last)) {
      if (event instanceof CaptureEvent.AskedFor asked && resets.containsKey(asked.field())) {
        resets.put(asked.field(), true);
      } else if (event instanceof CaptureEvent.Ended ended) {
        report(CaptureException.ofEnd(ended.session()));
      } else {
        emit.accept(event);
      }
    }
  }

  private void check(Wait wait) {
    if (wait.goal.isDecided(last)) {
      wait.decided.complete(last);
    }
  }
}
