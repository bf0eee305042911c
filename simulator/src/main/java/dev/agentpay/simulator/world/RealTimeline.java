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

  /// Real time that a person has at least, unless the unscaled wait is shorter. A busy machine needs
  /// up to a second to pass on one key.
  static final Duration LEAST_FOR_A_PERSON = Duration.ofSeconds(2);

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
    return schedule(scaled(wait, scale), task);
  }

  @Override
  public Pending limit(Duration limit, Runnable task) {
    return schedule(limit, task);
  }

  @Override
  public Pending afterPerson(Duration wait, Runnable task) {
    return schedule(forPerson(wait, scale), task);
  }

  static Duration forPerson(Duration wait, double scale) {
    final Duration least = wait.compareTo(LEAST_FOR_A_PERSON) < 0 ? wait : LEAST_FOR_A_PERSON;
    final Duration scaled = scaled(wait, scale);
    return scaled.compareTo(least) < 0 ? least : scaled;
  }

  private static Duration scaled(Duration wait, double scale) {
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
