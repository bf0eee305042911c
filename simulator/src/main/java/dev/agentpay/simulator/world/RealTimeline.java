package dev.agentpay.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A timeline on the machine's clock, with scaled waits. With a scale of 0.05, a wait of five
/// seconds takes a quarter of a second, so a demo with time-outs takes only a second or two.
public final class RealTimeline implements Timeline, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RealTimeline.class);

  private final double scale;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("simulator-timeline").factory());

  public RealTimeline(double scale) {
    this.scale = scale;
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public Pending after(Duration wait, Runnable task) {
    return schedule(scaled(wait), task);
  }

  @Override
  public Pending limit(Duration limit, Runnable task) {
    return schedule(limit, task);
  }

  private Duration scaled(Duration wait) {
    return Duration.ofNanos((long) (wait.toNanos() * scale));
  }

  private Pending schedule(Duration wait, Runnable task) {
    if (executor.isShutdown()) {
      return () -> {};
    }
    final ScheduledFuture<?> future =
        executor.schedule(() -> guarded(task), wait.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // Not the message: it could contain what somebody typed.
      LOG.error("simulator task failed with {} at {}", e.getClass().getName(), e.getStackTrace());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
