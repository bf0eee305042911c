package dev.agentpay.calls;

import dev.agentpay.calls.ports.CallEnds;
import dev.agentpay.events.Actor;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Scheduler;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.Traces;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks Twilio about live calls and ends those whose final status callback was missed.
///
/// Twilio retries a call's status callback only for seconds, and an outage may last longer. Without
/// the sweep, an agent would stay busy and a session would stay open until its deadline.
public final class CallSweep {
  /// Maximum number of calls checked in one round: two per second at the longest pause.
  static final int MAX_CHECKS = 30;

  /// Check interval for calls placed by other TwiML. We get no callbacks for these calls, and a
  /// payment must not outlive its call for long. Also the longest pause between rounds.
  static final Duration FOREIGN_CHECK_INTERVAL = Duration.ofSeconds(15);

  private static final System.Logger LOG = System.getLogger(CallSweep.class.getName());
  private static final Origin ORIGIN =
      new Origin(Actor.SYSTEM, "call sweep", "status read from Twilio");

  private final Calls calls;
  private final CallEnds ends;
  private final Scheduler scheduler;
  private final Duration every;
  private final Duration pause;
  private final Map<CallSid, Instant> lastChecked = new HashMap<>();

  /// @param every the age at which a call is first checked, and the interval between checks
  public CallSweep(Calls calls, CallEnds ends, Scheduler scheduler, Duration every) {
    this.calls = calls;
    this.ends = ends;
    this.scheduler = scheduler;
    this.every = every;
    this.pause = every.compareTo(FOREIGN_CHECK_INTERVAL) < 0 ? every : FOREIGN_CHECK_INTERVAL;
  }

  /// Starts the sweep, with one round at once: callbacks were most likely missed while this node
  /// was down.
  public void begin() {
    scheduler.soon(
        () -> {
          try {
            calls.realign();
          } catch (StoreUnavailableException later) {
            // The next start tries again.
          } finally {
            round();
          }
        });
  }

  private void round() {
    try {
      checkCalls();
    } catch (StoreUnavailableException later) {
      // The next round tries again.
    } finally {
      scheduler.at(scheduler.now().plus(pause), this::round);
    }
  }

  private void checkCalls() {
    final List<Call> live = calls.liveOldestFirst();
    lastChecked.keySet().retainAll(live.stream().map(Call::sid).toList());
    final List<Call> due =
        live.stream()
            .filter(this::isDue)
            .sorted(
                Comparator.comparing(call -> lastChecked.getOrDefault(call.sid(), Instant.EPOCH)))
            .limit(MAX_CHECKS)
            .toList();
    for (Call call : due) {
      lastChecked.put(call.sid(), scheduler.now());
      ends.of(call.sid()).ifPresent(status -> end(call.sid(), status));
    }
  }

  private void end(CallSid call, String status) {
    final CallInput.LegEnd end = new CallInput.LegEnd(status, Optional.empty());
    isolated(call, () -> calls.handle(new CallInput.CallOver(call, end), ORIGIN));
  }

  /// Runs one of many tasks. If it fails, for example on a damaged row, logs the error so that the
  /// others still run.
  ///
  /// @throws StoreUnavailableException if the store is unavailable, because the others would fail
  ///   too
  static void isolated(Object subject, Runnable work) {
    try {
      work.run();
    } catch (StoreUnavailableException unavailable) {
      throw unavailable;
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.ERROR, "Skipping {0}: {1}", subject, Traces.of(failed));
    }
  }

  private boolean isDue(Call call) {
    final Duration wait = call.route() == CallRoute.FOREIGN ? pause : every;
    return lastChecked
            .getOrDefault(call.sid(), call.startedAt())
            .plus(wait)
            .compareTo(scheduler.now())
        <= 0;
  }
}
