package dev.agentpay.compat;

import dev.agentpay.events.Scheduler;
import dev.agentpay.events.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A scheduler on the system clock that runs work on virtual threads.
final class SystemScheduler implements Scheduler, AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void soon(Runnable work) {
    Thread.startVirtualThread(
        () -> {
          try {
            work.run();
          } catch (StoreUnavailableException _) {
            // The test has ended and closed the store.
          }
        });
  }

  @Override
  public void at(Instant when, Runnable work) {
    final long millis = Math.max(0, Duration.between(now(), when).toMillis());
    final ScheduledFuture<?> _ = timer.schedule(() -> soon(work), millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
