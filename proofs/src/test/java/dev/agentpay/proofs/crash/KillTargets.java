package dev.agentpay.proofs.crash;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Where the next kill is aimed. Whoever brings a session into that state says so.
final class KillTargets {
  /// A state, and for how long after a session gets there the kill may come: a bit longer than the
  /// state lasts, so that its end is hit too.
  enum Aim {
    /// From just before the request that starts the session.
    OPENING(140),
    IDLE(80),
    /// From the first digit of a field.
    CAPTURING(400),
    READY(120),
    /// From just before the request to submit.
    COMPLETING(350),
    /// From just before the request to cancel.
    CANCELLING(140),
    UNCONFIRMED(300);

    private final int millis;

    Aim(int millis) {
      this.millis = millis;
    }

    Duration within() {
      return Duration.ofMillis(millis);
    }
  }

  /// @param session its id, or empty as long as nobody knows it
  record Hit(Aim aim, Supplier<String> session) {}

  private record Target(Aim aim, CompletableFuture<Hit> hit) {}

  private final AtomicReference<Optional<Target>> target = new AtomicReference<>(Optional.empty());

  void at(Aim aim) {
    target.set(Optional.of(new Target(aim, new CompletableFuture<>())));
  }

  void nowhere() {
    target.set(Optional.empty());
  }

  boolean isAt(Aim aim) {
    return target.get().filter(t -> t.aim == aim).isPresent();
  }

  /// A session is there, or will be in a moment.
  void reached(Aim aim, Supplier<String> session) {
    target.get().filter(t -> t.aim == aim).ifPresent(t -> t.hit.complete(new Hit(aim, session)));
  }

  /// Waits for a session to get there.
  Optional<Hit> awaitHit(Duration atMost) {
    final Target wanted = target.get().orElseThrow();
    try {
      return Optional.of(wanted.hit.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
