package dev.agentpay.store.sqlite;

import dev.agentpay.events.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A write on its way, and the caller who waits for it.
final class Pending<T> {
  private final Write<T> write;
  private final CompletableFuture<T> told = new CompletableFuture<>();
  private final AtomicBoolean taken = new AtomicBoolean();
  private @Nullable T result;

  Pending(Write<T> write) {
    this.write = write;
  }

  /// One that the writer gave itself.
  static <T> Pending<T> taken(Write<T> write) {
    final Pending<T> pending = new Pending<>(write);
    pending.taken.set(true);
    return pending;
  }

  /// Either the writer takes it, or its caller takes it back: whoever comes first.
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  void run(Tx tx) throws SQLException {
    result = write.apply(tx);
  }

  void tell() {
    told.complete(java.util.Objects.requireNonNull(result));
  }

  void fail(RuntimeException why) {
    told.completeExceptionally(why);
  }

  T await(Duration patience) throws InterruptedException {
    try {
      return told.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      final String outcome = take() ? "it was not written" : "it may still be written";
      throw new StoreUnavailableException(
          "the disk did not confirm a write within %d s: %s"
              .formatted(patience.toSeconds(), outcome),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailableException unavailable) {
        throw new StoreUnavailableException(
            java.util.Objects.requireNonNullElse(unavailable.getMessage(), ""), unavailable);
      }
      throw new IllegalStateException("the store refused a write", e.getCause());
    }
  }
}
