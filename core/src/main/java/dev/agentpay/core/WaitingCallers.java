package dev.agentpay.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Callers who hear music until somebody is ready. As soon as an agent is, whoever has waited
/// longest asks again; who is rung is decided when it asks.
final class WaitingCallers {
  /// A call that is told to ask does so within this time. Telling it once more would end the
  /// ringing that it may have begun.
  static final Duration ASKS_WITHIN = Duration.ofSeconds(5);

  private final EventStore store;
  private final Scheduler scheduler;
  private final CallRecall recall;
  private final Map<CallSid, Instant> told = new HashMap<>();

  WaitingCallers(EventStore store, Scheduler scheduler, CallRecall recall) {
    this.store = store;
    this.scheduler = scheduler;
    this.recall = recall;
  }

  /// Somebody may have become ready.
  void somebodyIsReady() {
    scheduler.soon(
        () -> {
          try {
            due().forEach(recall::recall);
          } catch (StoreUnavailableException later) {
            // Each call asks by itself when its music is over.
          }
        });
  }

  /// One call for each ready agent, without those who have missed it: they are not rung again
  /// before the music is over.
  private synchronized List<CallSid> due() {
    final Instant now = scheduler.now();
    told.values().removeIf(at -> at.plus(ASKS_WITHIN).compareTo(now) <= 0);
    final List<Agent> ready = new ArrayList<>(store.readyAgents());
    final List<CallSid> due = new ArrayList<>();
    for (Call call : ready.isEmpty() ? List.<Call>of() : store.longestCalls()) {
      final Optional<Agent> taker =
          ready.stream()
              .filter(agent -> call.waits() && !call.missed().contains(agent.id()))
              .findFirst();
      if (taker.isPresent()) {
        ready.remove(taker.get());
        if (told.putIfAbsent(call.sid(), now) == null) {
          due.add(call.sid());
        }
      }
    }
    return due;
  }
}
