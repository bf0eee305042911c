package dev.agentpay.store;

import java.time.Instant;

/// Converts instants to the stored format: nanoseconds since 1970. The range is from 1677 to 2262;
/// values outside it are stored as the nearest limit.
public final class Times {
  private static final long NANOS = 1_000_000_000L;

  private Times() {}

  public static long nanos(Instant at) {
    final long seconds = at.getEpochSecond();
    if (seconds >= Long.MAX_VALUE / NANOS) {
      return Long.MAX_VALUE;
    }
    return seconds <= Long.MIN_VALUE / NANOS ? Long.MIN_VALUE : seconds * NANOS + at.getNano();
  }

  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
