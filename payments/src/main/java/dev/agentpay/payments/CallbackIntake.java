package dev.agentpay.payments;

import dev.agentpay.events.Origin;
import dev.agentpay.events.Scheduler;
import dev.agentpay.events.Spool;
import dev.agentpay.events.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Takes verified status callbacks: into the log, or into the spool while the store is away, in the
/// order in which they came.
final class CallbackIntake {
  private static final System.Logger LOG = System.getLogger(CallbackIntake.class.getName());

  private final Spool<SpooledCallback> spool;
  private final Handling handling;

  /// Has a callback decided and made durable.
  interface Handling {
    /// @return false when it is about no session of ours
    boolean take(PaymentStatus status, Optional<Map<String, String>> copy, Origin origin);
  }

  CallbackIntake(Spool<SpooledCallback> spool, Handling handling) {
    this.spool = spool;
    this.handling = handling;
  }

  /// @return false when it is about no session of ours
  /// @throws StoreUnavailableException when neither log nor spool took it
  boolean arrived(PaymentStatus status, Optional<Map<String, String>> copy, Origin origin) {
    if (spool.oldest().isEmpty()) {
      try {
        return handling.take(status, copy, origin);
      } catch (StoreUnavailableException away) {
        LOG.log(System.Logger.Level.WARNING, "the store is away: {0}", away.getMessage());
      }
    }
    if (!status.isDigit()) {
      spool.keep(new SpooledCallback(status, origin, copy));
    }
    return true;
  }

  /// Takes what waits in the spool from now on, whenever the store is there.
  void drainEvery(Duration pause, Scheduler scheduler) {
    scheduler.at(
        scheduler.now().plus(pause),
        () -> {
          try {
            drain();
          } finally {
            drainEvery(pause, scheduler);
          }
        });
  }

  /// In order, until the spool is empty or the store is away again.
  private void drain() {
    Optional<SpooledCallback> kept = spool.oldest();
    while (kept.isPresent()) {
      try {
        handling.take(kept.get().status(), kept.get().copy(), kept.get().origin());
      } catch (StoreUnavailableException stillAway) {
        return;
      }
      spool.removeOldest();
      kept = spool.oldest();
    }
  }
}
