package dev.agentpay.app.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a time or a condition.
public final class Pause {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private Pause() {}

  /// Waits for this time.
  public static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Waits until the condition holds or the time is over.
  ///
  /// @return whether the condition holds
  public static boolean until(BooleanSupplier condition, Duration atMost) {
    final long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      of(POLL_INTERVAL);
    }
    return true;
  }
}
