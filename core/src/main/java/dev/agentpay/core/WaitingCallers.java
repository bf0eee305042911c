package dev.agentpay.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Callers who hear music until somebody is ready. As soon as an agent is, whoever has waited
/// longest is told to ask; who is rung is decided when the call asks.
final class WaitingCallers {
  /// A call that is told to ask has done so by then, or could not be told: longer than a request to
  /// Twilio and its question may take together.
  static final Duration ASKS_WITHIN = Duration.ofSeconds(15);

  private static final Origin ORIGIN = new Origin(Actor.SYSTEM, "queue", "an agent is ready");

  private final EventStore store;
  private final Changes changes;
  private final Scheduler scheduler;
  private final CallRecall recall;

  WaitingCallers(EventStore store, Changes changes, Scheduler scheduler, CallRecall recall) {
    this.store = store;
    this.changes = changes;
    this.scheduler = scheduler;
    this.recall = recall;
  }

  /// Somebody may have become ready.
  void somebodyIsReady() {
    scheduler.soon(this::look);
  }

  /// This caller waited, and is somebody's now.
  void isTaken(CallSid sid) {
    scheduler.soon(() -> recall.recall(sid));
  }

  /// Looks once more after whoever was told: it may have been in vain.
  private void look() {
    try {
      final List<CallSid> due = due();
      due.forEach(sid -> scheduler.soon(() -> tell(sid)));
      if (!due.isEmpty()) {
        scheduler.at(scheduler.now().plus(ASKS_WITHIN), this::look);
      }
    } catch (StoreUnavailableException later) {
      // Each call asks by itself when its music is over.
    }
  }

  /// One call for each ready agent, without those who have missed it: they are not rung again
  /// before the music is over.
  private List<CallSid> due() {
    final List<Agent> ready = new ArrayList<>(store.readyAgents());
    final List<CallSid> due = new ArrayList<>();
    for (Call call : ready.isEmpty() ? List.<Call>of() : store.waitingCalls()) {
      final Optional<Agent> taker =
          ready.stream().filter(agent -> !call.missed().contains(agent.id())).findFirst();
      if (taker.isPresent()) {
        ready.remove(taker.get());
        if (isDue(call)) {
          due.add(call.sid());
        }
      }
    }
    return due;
  }

  /// Tells a call, unless another node does, or it is not in the music any more.
  private void tell(CallSid sid) {
    final AtomicBoolean isOurs = new AtomicBoolean();
    try {
      changes.change(
          sid,
          ORIGIN,
          call -> {
            isOurs.set(isDue(call));
            return isOurs.get() ? List.of(new CallEvent.CallerRecalled()) : List.of();
          });
    } catch (StoreUnavailableException later) {
      return;
    }
    if (isOurs.get()) {
      recall.recall(sid);
    }
  }

  private boolean isDue(Call call) {
    final Instant before = scheduler.now().minus(ASKS_WITHIN);
    return call.waiting()
        .filter(w -> w.recalled().map(at -> !at.isAfter(before)).orElse(true))
        .isPresent();
  }
}
