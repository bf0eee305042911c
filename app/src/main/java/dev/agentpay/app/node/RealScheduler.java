package dev.agentpay.app.node;

import dev.agentpay.events.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scheduler with the system clock. Runs each task in a virtual thread of its own.
final class RealScheduler implements Scheduler, AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(RealScheduler.class);

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("timer").factory());

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void soon(Runnable work) {
    try {
      workers.execute(() -> run(work));
    } catch (RejectedExecutionException e) {
      LOG.debug(
          "Task not started, because this node is stopping; it stays in the outbox for the next"
              + " node");
    }
  }

  @Override
  public void at(Instant when, Runnable work) {
    final long millis = Math.max(0, Duration.between(now(), when).toMillis());
    try {
      final ScheduledFuture<?> _ = timer.schedule(() -> soon(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug(
          "Task not scheduled, because this node is stopping; it stays in the outbox for the next"
              + " node");
    }
  }

  /// Waits up to three seconds for running tasks, then interrupts them. Another node takes over
  /// interrupted tasks when their leases expire.
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // The task is still in the outbox, which hands it out again when its lease expires.
      LOG.warn("A task failed; it is retried when its lease expires", e);
    }
  }
}
