package dev.agentpay.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Accepts verified callbacks. Most are handled at once. While the store is unavailable they wait
/// in the spool, and later callbacks of the same queue wait behind them. A callback that cannot be
/// handled becomes an outbox task, which is retried and finally becomes a dead letter. No callback
/// is lost, and none blocks other queues.
public final class Inbox {
  private static final System.Logger LOG = System.getLogger(Inbox.class.getName());

  private final Kernel kernel;
  private final Spool spool;
  private final Map<Class<?>, Predicate<Callback>> handlers = new HashMap<>();

  /// What happened to a callback.
  public enum Taken {
    /// Its effects are durable.
    HANDLED,
    /// It concerns no known call or payment.
    NOT_OURS,
    /// It waits in the spool, because the store is unavailable.
    SPOOLED,
    /// It waits in the outbox, because its handler failed.
    DEFERRED;

    /// The result for a callback whose handler has returned.
    public static Taken of(boolean isKnown) {
      return isKnown ? HANDLED : NOT_OURS;
    }
  }

  public Inbox(Kernel kernel, Spool spool) {
    this.kernel = kernel;
    this.spool = spool;
  }

  /// Registers the handler of a type of callback. Register all handlers before the first callback.
  ///
  /// @param handler makes the effects durable before it returns; false if the callback concerns no
  ///   known call or payment
  public <C extends Callback> void handle(Class<C> type, Predicate<C> handler) {
    handlers.put(type, callback -> handler.test(type.cast(callback)));
    kernel
        .worker()
        .handle(
            type,
            task -> {
              if (!handler.test(type.cast(task.work()))) {
                LOG.log(
                    System.Logger.Level.INFO,
                    "Ignored a callback in queue {0}: unknown call or payment",
                    task.queue());
              }
              kernel.outbox().done(task);
              return Optional.empty();
            });
  }

  /// Accepts a callback. It is durable when this returns: handled, in the outbox or in the spool.
  ///
  /// @throws StoreUnavailableException if neither the store nor the spool accepted it
  public Taken take(Callback callback) {
    if (isWaiting(callback)) {
      return spooled(callback);
    }
    try {
      return Taken.of(handler(callback).test(callback));
    } catch (StoreUnavailableException unavailable) {
      LOG.log(
          System.Logger.Level.WARNING, "The store is unavailable: {0}", unavailable.getMessage());
      return spooled(callback);
    } catch (RuntimeException | Error failed) {
      LOG.log(
          System.Logger.Level.ERROR,
          "Cannot handle a callback; it will be retried: {0}",
          Traces.of(failed));
      return deferred(callback);
    }
  }

  /// Whether callbacks of its queue wait in the spool. It must not overtake them.
  public boolean isWaiting(Callback callback) {
    return spool.holds(callback.queue());
  }

  /// Starts to move spooled callbacks to the outbox whenever the store is available.
  ///
  /// @param every interval between attempts
  public void drainSpool(Duration every) {
    final Scheduler scheduler = kernel.scheduler();
    scheduler.at(
        scheduler.now().plus(every),
        () -> {
          try {
            drain();
          } finally {
            drainSpool(every);
          }
        });
  }

  private void drain() {
    Optional<Callback> oldest = spool.oldest();
    while (oldest.isPresent()) {
      try {
        enqueue(oldest.get());
      } catch (StoreUnavailableException stillAway) {
        return;
      }
      spool.removeOldest();
      oldest = spool.oldest();
    }
  }

  private Predicate<Callback> handler(Callback callback) {
    return Optional.ofNullable(handlers.get(callback.getClass()))
        .orElseThrow(
            () -> new IllegalStateException("no handler is registered for " + callback.getClass()));
  }

  private Taken deferred(Callback callback) {
    try {
      enqueue(callback);
      return Taken.DEFERRED;
    } catch (StoreUnavailableException unavailable) {
      return spooled(callback);
    }
  }

  private Taken spooled(Callback callback) {
    spool.keep(callback);
    return Taken.SPOOLED;
  }

  private void enqueue(Callback callback) {
    final Task task = Task.next(callback.queue(), callback, kernel.scheduler().now());
    kernel.store().append(Append.of(List.of(), List.of(task), Set.of()));
    kernel.worker().soon(callback.queue());
  }
}
