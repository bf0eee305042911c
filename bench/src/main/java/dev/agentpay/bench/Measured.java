package dev.agentpay.bench;

import java.time.Duration;
import java.util.Arrays;

/// How requests were answered.
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

  /// The time within which that share of the requests was answered, in milliseconds.
  ///
  /// @param share such as 0.99
  double millis(double share) {
    return sortedNanos[(int) Math.min(answers() - 1, Math.floor(share * answers()))] / 1e6;
  }

  /// Takes each answer's time; not for several threads.
  static final class Builder {
    private long[] nanos = new long[1 << 16];
    private int answers;

    void took(long time) {
      if (answers == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * answers);
      }
      nanos[answers++] = time;
    }

    Measured in(Duration time) {
      final long[] sorted = Arrays.copyOf(nanos, answers);
      Arrays.sort(sorted);
      return new Measured(sorted, time);
    }
  }
}
