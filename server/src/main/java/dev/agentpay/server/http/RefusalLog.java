package dev.agentpay.server.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Limits how many refused requests are logged, because anybody can send requests that are refused.
/// Each type has a budget of its own, so that a flood of one type does not hide the others. The
/// metrics count every request.
///
/// @param <K> the types
final class RefusalLog<K extends Enum<K>> {
  /// Lines that may be written at once.
  static final int BURST = 100;

  /// Lines per second after a burst.
  static final int PER_SECOND = 1;

  private static final long NANOS_PER_LINE = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

  private final LongSupplier nanoTime;
  private final Map<K, Budget> budgets;

  RefusalLog(Class<K> types, LongSupplier nanoTime) {
    this.budgets = new EnumMap<>(types);
    this.nanoTime = nanoTime;
  }

  /// Takes a line from the budget of this type.
  ///
  /// @return how many lines were left out since the last one; empty if this one must be left out
  synchronized OptionalLong take(K type) {
    final long now = nanoTime.getAsLong();
    return budgets.computeIfAbsent(type, _ -> new Budget(now)).take(now);
  }

  /// A token bucket.
  private static final class Budget {
    private long lines = BURST;
    private long filled;
    private long leftOut;

    Budget(long now) {
      filled = now;
    }

    OptionalLong take(long now) {
      final long more = (now - filled) / NANOS_PER_LINE;
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
}
