package dev.agentpay.connector;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Limits how many refused requests are logged, because anybody can send requests that are refused.
/// A token bucket.
final class RefusalLog {
  /// Lines that may be written at once.
  static final int BURST = 100;

  /// Lines per second after a burst.
  static final int PER_SECOND = 1;

  private static final long NANOS_PER_LINE = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

  private final LongSupplier nanoTime;
  private long lines = BURST;
  private long filled;
  private long leftOut;

  RefusalLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.filled = nanoTime.getAsLong();
  }

  /// Takes a line.
  ///
  /// @return how many lines were left out since the last one; empty if this one must be left out
  synchronized OptionalLong take() {
    final long more = (nanoTime.getAsLong() - filled) / NANOS_PER_LINE;
    filled += more * NANOS_PER_LINE;
    lines = Math.min(BURST, lines + more);
    if (lines == 0) {
      leftOut++;
      return OptionalLong.empty();
    }
    lines--;
    final long before = leftOut;
    leftOut = 0;
    return OptionalLong.of(before);
  }
}
