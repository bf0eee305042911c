package dev.agentpay.app.node;

import dev.agentpay.events.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The system's clock, and a virtual thread for each piece of work.
final class RealScheduler implements Scheduler, AutoCloseable {
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
    } catch (RejectedExecutionException closing) {
      LOG.debug("not begun, as we are closing: its row is there for the next node");
    }
  }

  @Override
  public void at(Instant when, Runnable work) {
    final long millis = Math.max(0, Duration.between(now(), when).toMillis());
    try {
      final var _ = timer.schedule(() -> soon(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      LOG.debug("not planned, as we are closing: its row is there for the next node");
    }
  }

  /// Lets running work end, for a few seconds; what does not is another node's.
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(3, TimeUnit.SECONDS)) {
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
      // The outbox still has the task and hands it out again when its lease is over.
      LOG.warn("a task failed and will be done again", e);
    }
  }
}
