package dev.agentpay.bench;

import java.time.Duration;
import java.util.Arrays;

/// The response times of a run.
final class Measured {
  private final long[] sortedNanos;
  private final Duration time;

  private Measured(long[] sortedNanos, Duration time) {
    this.sortedNanos = sortedNanos;
    this.time = time;
  }

  int answers() {
    return sortedNanos.length;
  }

  double perSecond() {
    return answers() * 1e9 / time.toNanos();
  }

  /// Returns a percentile of the response times, in milliseconds.
  ///
  /// @param share the percentile as a fraction, for example 0.99
  double millis(double share) {
    return sortedNanos[(int) Math.min(answers() - 1, Math.floor(share * answers()))] / 1e6;
  }

  /// Collects response times. Not thread-safe.
  static final class Builder {
    private long[] nanos = new long[1 << 16];
    private int answers;

    /// @param time the response time of one request, in nanoseconds
    void add(long time) {
      if (answers == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * answers);
      }
      nanos[answers++] = time;
    }

    /// @param time the duration of the run
    Measured build(Duration time) {
      final long[] sorted = Arrays.copyOf(nanos, answers);
      Arrays.sort(sorted);
      return new Measured(sorted, time);
    }
  }
}
