package dev.agentpay.simulator.sync;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Rate limit for writes to one object (https://www.twilio.com/docs/sync/limits): 20 per second,
/// with bursts that save up at most ten seconds. All items of a map share one limit.
public final class SyncRate {
  public static final int WRITES_A_SECOND = 20;
  public static final int BURST = 10 * WRITES_A_SECOND;

  private double left = BURST;
  private @Nullable Instant last;

  /// Takes one write from the limit. Returns false if none is left.
  boolean take(Instant now) {
    if (last != null) {
      double seconds = Math.max(0, Duration.between(last, now).toMillis()) / 1_000.0;
      left = Math.min(BURST, left + seconds * WRITES_A_SECOND);
    }
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
