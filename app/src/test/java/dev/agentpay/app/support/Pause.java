package dev.agentpay.app.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits.
public final class Pause {
  private static final Duration GLANCE = Duration.ofMillis(5);

  private Pause() {}

  public static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Waits until that holds, or that long.
  ///
  /// @return whether it holds
  public static boolean until(BooleanSupplier holds, Duration atMost) {
    final long end = System.nanoTime() + atMost.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      of(GLANCE);
    }
    return true;
  }
}
