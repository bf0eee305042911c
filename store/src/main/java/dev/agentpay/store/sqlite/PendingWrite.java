package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A submitted write and the caller that waits for it.
final class PendingWrite<T> {
  private final Write<T> write;
  private final CompletableFuture<T> completion = new CompletableFuture<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private @Nullable T result;

  PendingWrite(Write<T> write) {
    this.write = write;
  }

  /// Creates a write of the writer itself.
  static <T> PendingWrite<T> started(Write<T> write) {
    final PendingWrite<T> pending = new PendingWrite<>(write);
    pending.started.set(true);
    return pending;
  }

  /// Claims the write: either the writer claims it to run it, or the caller claims it to withdraw
  /// it.
  boolean tryStart() {
    return started.compareAndSet(false, true);
  }

  void run(Tx tx) throws SQLException {
    result = write.apply(tx);
  }

  void complete() {
    completion.complete(Objects.requireNonNull(result));
  }

  void fail(RuntimeException failure) {
    completion.completeExceptionally(failure);
  }

  T await(Duration timeout) throws InterruptedException {
    try {
      return completion.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      final String outcome = tryStart() ? "it was not written" : "it may still be written";
      throw new StoreUnavailableException(
          "the disk did not confirm a write within %d s: %s"
              .formatted(timeout.toSeconds(), outcome),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailableException unavailable) {
        throw new StoreUnavailableException(
            Objects.requireNonNullElse(unavailable.getMessage(), ""), unavailable);
      }
      throw new IllegalStateException("a write failed because of a bug", e.getCause());
    }
  }
}
