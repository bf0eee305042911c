package dev.agentpay.store;

import java.time.Instant;

/// Instants as the store keeps them: nanoseconds since 1970, from 1677 to 2262. What lies outside
/// is kept as the nearest of these.
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
