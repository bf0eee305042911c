package dev.agentpay.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ends calls whose end was told while nobody listened, and frees agents whom such a call keeps.
///
/// Twilio repeats a call's status callback for seconds, not for as long as an outage may last.
/// Without this an agent would wait for the next call, and a session for its deadline, for nothing.
public final class CallSweep {
  /// Most calls asked about in one round: two a second with the usual minute between rounds.
  static final int MAX_ASKED = 120;

  private static final Origin ORIGIN = new Origin(Actor.SYSTEM, "call sweep", "Twilio was asked");

  private final EventStore store;
  private final Calls calls;
  private final CallEnds ends;
  private final Scheduler scheduler;
  private final Duration every;
  private final Map<CallSid, Instant> asked = new HashMap<>();

  /// @param every how long to wait between rounds, and how old a call is before it is asked about
  public CallSweep(
      EventStore store, Calls calls, CallEnds ends, Scheduler scheduler, Duration every) {
    this.store = store;
    this.calls = calls;
    this.ends = ends;
    this.scheduler = scheduler;
    this.every = every;
  }

  /// Looks from now on. One round at once: what was missed while this node was down is the
  /// likeliest.
  public void begin() {
    scheduler.soon(this::round);
  }

  private void round() {
    try {
      endCalls();
      freeAgents();
    } catch (StoreUnavailableException | RefusedException later) {
      // The next round finds the same.
    } finally {
      scheduler.at(scheduler.now().plus(every), this::round);
    }
  }

  private void endCalls() {
    final List<Call> live = store.liveCalls(Optional.empty());
    asked.keySet().retainAll(live.stream().map(Call::sid).toList());
    final List<Call> due =
        live.stream()
            .filter(call -> isOld(call.startedAt()))
            .sorted(Comparator.comparing(call -> asked.getOrDefault(call.sid(), Instant.EPOCH)))
            .limit(MAX_ASKED)
            .toList();
    for (Call call : due) {
      asked.put(call.sid(), scheduler.now());
      ends.of(call.sid()).ifPresent(why -> calls.ended(call.sid(), why, Optional.empty(), ORIGIN));
    }
  }

  private void freeAgents() {
    for (Agent busy : store.busyAgents()) {
      if (isOld(busy.since())) {
        calls.freeIfOver(busy, ORIGIN);
      }
    }
  }

  private boolean isOld(Instant since) {
    return since.plus(every).isBefore(scheduler.now());
  }
}
