package dev.agentpay.proofs.crash;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The session state at which the next kill is aimed. The payment loops report when a session
/// reaches it.
final class KillTarget {
  /// A state, and how long after a session reaches it the kill may come: slightly longer than the
  /// state lasts, so that some kills hit its end.
  enum State {
    /// Starts just before the request that starts the session.
    OPENING(140),
    IDLE(80),
    /// Starts at the first digit of a field.
    CAPTURING(400),
    READY(120),
    /// Starts just before the submit request.
    COMPLETING(350),
    /// Starts just before the cancel request.
    CANCELLING(140),
    UNCONFIRMED(300);

    private final int millis;

    State(int millis) {
      this.millis = millis;
    }

    /// The longest time from reaching the state until the kill.
    Duration within() {
      return Duration.ofMillis(millis);
    }
  }

  /// A session that reached the state.
  ///
  /// @param session supplies its id, or an empty text until the id is known
  record Hit(State state, Supplier<String> session) {}

  private record Target(State state, CompletableFuture<Hit> hit) {}

  private final AtomicReference<Optional<Target>> target = new AtomicReference<>(Optional.empty());

  void aimAt(State state) {
    target.set(Optional.of(new Target(state, new CompletableFuture<>())));
  }

  void clear() {
    target.set(Optional.empty());
  }

  boolean isAimedAt(State state) {
    return target.get().filter(t -> t.state == state).isPresent();
  }

  /// Reports that a session has reached the state, or is about to.
  void reached(State state, Supplier<String> session) {
    target
        .get()
        .filter(t -> t.state == state)
        .ifPresent(t -> t.hit.complete(new Hit(state, session)));
  }

  /// Waits until a session reaches the state; empty after the timeout.
  Optional<Hit> awaitHit(Duration timeout) {
    final Target current = target.get().orElseThrow();
    try {
      return Optional.of(current.hit.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
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
