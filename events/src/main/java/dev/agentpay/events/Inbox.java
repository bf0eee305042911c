package dev.agentpay.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Takes verified callbacks for good. Most are handled at once. While the store is away they wait
/// in the spool, and later ones of their queue behind them. One whose handling fails becomes a task
/// of the outbox: it is tried again, and put aside when that does not help. So none is lost, and
/// none keeps others waiting.
public final class Inbox {
  private static final System.Logger LOG = System.getLogger(Inbox.class.getName());

  private final Kernel kernel;
  private final Spool spool;
  private final Map<Class<?>, Predicate<Callback>> handlers = new HashMap<>();

  /// What became of a callback.
  public enum Taken {
    /// What it led to is durable.
    HANDLED,
    /// It is about nothing of ours.
    NOT_OURS,
    /// It waits in the spool: the store is away.
    SPOOLED,
    /// It waits in the outbox: handling it failed.
    DEFERRED;

    /// Of one that was handled.
    public static Taken of(boolean isOurs) {
      return isOurs ? HANDLED : NOT_OURS;
    }
  }

  public Inbox(Kernel kernel, Spool spool) {
    this.kernel = kernel;
    this.spool = spool;
  }

  /// Registers who handles a kind of callback. Register all before any is taken.
  ///
  /// @param handler has it durable when it returns; false when it is about nothing of ours
  public <C extends Callback> void handle(Class<C> type, Predicate<C> handler) {
    handlers.put(type, callback -> handler.test(type.cast(callback)));
    kernel
        .worker()
        .handle(
            type,
            task -> {
              if (!handler.test(type.cast(task.work()))) {
                LOG.log(System.Logger.Level.INFO, "{0} is about nothing of ours", task.queue());
              }
              kernel.outbox().done(task);
              return Optional.empty();
            });
  }

  /// Durable when this returns: handled, in the outbox or in the spool.
  ///
  /// @throws StoreUnavailableException when nobody took it
  public Taken take(Callback callback) {
    if (isWaiting(callback)) {
      return spooled(callback);
    }
    try {
      return Taken.of(handler(callback).test(callback));
    } catch (StoreUnavailableException away) {
      LOG.log(System.Logger.Level.WARNING, "the store is away: {0}", away.getMessage());
      return spooled(callback);
    } catch (RuntimeException | Error failed) {
      LOG.log(
          System.Logger.Level.ERROR,
          "a callback could not be handled and is tried again: {0}",
          Traces.of(failed));
      return deferred(callback);
    }
  }

  /// Whether callbacks of its queue wait in the spool: it must not overtake them.
  public boolean isWaiting(Callback callback) {
    return spool.holds(callback.queue());
  }

  /// Moves what waits in the spool to the outbox from now on, whenever the store is there.
  ///
  /// @param every how often to look
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
    } catch (StoreUnavailableException away) {
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
