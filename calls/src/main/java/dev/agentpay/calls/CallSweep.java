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

/// Ends calls whose end was told while nobody listened.
///
/// Twilio repeats a call's status callback for seconds, not for as long as an outage may last.
/// Without this an agent would wait for the next call, and a session for its deadline, for nothing.
public final class CallSweep {
  /// Most calls asked about in one round: two a second with the longest pause between rounds.
  static final int MAX_ASKED = 30;

  /// Nobody tells us how a call of somebody else's TwiML goes, and a payment must not outlive it
  /// for long: so often is asked about such a call. It is also the longest pause between rounds.
  static final Duration FOREIGN_EVERY = Duration.ofSeconds(15);

  private static final System.Logger LOG = System.getLogger(CallSweep.class.getName());
  private static final Origin ORIGIN = new Origin(Actor.SYSTEM, "call sweep", "Twilio was asked");

  private final Calls calls;
  private final CallEnds ends;
  private final Scheduler scheduler;
  private final Duration every;
  private final Duration pause;
  private final Map<CallSid, Instant> asked = new HashMap<>();

  /// @param every how long until a call is asked about, first and again
  public CallSweep(Calls calls, CallEnds ends, Scheduler scheduler, Duration every) {
    this.calls = calls;
    this.ends = ends;
    this.scheduler = scheduler;
    this.every = every;
    this.pause = every.compareTo(FOREIGN_EVERY) < 0 ? every : FOREIGN_EVERY;
  }

  /// Looks from now on. One round at once: what was missed while this node was down is the
  /// likeliest.
  public void begin() {
    scheduler.soon(
        () -> {
          try {
            calls.realign();
          } catch (StoreUnavailableException later) {
            // The next start does it.
          } finally {
            round();
          }
        });
  }

  private void round() {
    try {
      endCalls();
    } catch (StoreUnavailableException later) {
      // The next round finds the same.
    } finally {
      scheduler.at(scheduler.now().plus(pause), this::round);
    }
  }

  private void endCalls() {
    final List<Call> live = calls.longest();
    asked.keySet().retainAll(live.stream().map(Call::sid).toList());
    final List<Call> due =
        live.stream()
            .filter(this::isDue)
            .sorted(Comparator.comparing(call -> asked.getOrDefault(call.sid(), Instant.EPOCH)))
            .limit(MAX_ASKED)
            .toList();
    for (Call call : due) {
      asked.put(call.sid(), scheduler.now());
      ends.of(call.sid()).ifPresent(why -> end(call.sid(), why));
    }
  }

  private void end(CallSid call, String why) {
    final CallInput.Over over = new CallInput.Over(why, Optional.empty());
    alone(call, () -> calls.tell(new CallInput.CallOver(call, over), ORIGIN));
  }

  /// One of many: should it fail, such as for a damaged row, the others have their turn.
  ///
  /// @throws StoreUnavailableException when the store is away: the others would fail as well
  static void alone(Object what, Runnable work) {
    try {
      work.run();
    } catch (StoreUnavailableException away) {
      throw away;
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.ERROR, "{0} is passed over: {1}", what, Traces.of(failed));
    }
  }

  private boolean isDue(Call call) {
    final Duration wait = call.route() == CallRoute.FOREIGN ? pause : every;
    return asked.getOrDefault(call.sid(), call.startedAt()).plus(wait).compareTo(scheduler.now())
        <= 0;
  }
}
