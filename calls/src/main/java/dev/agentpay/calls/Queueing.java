package dev.agentpay.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a caller for whom nobody is ready hears music until somebody is.
///
/// @param longest how long after the call's beginning at most; empty: nobody waits
public record Queueing(Optional<Duration> longest) {
  /// Nobody waits: the line is busy.
  public static final Queueing NONE = new Queueing(Optional.empty());

  /// Callers wait for so long.
  public static Queueing upTo(Duration longest) {
    return new Queueing(Optional.of(longest));
  }

  boolean lets(Call call, Instant now) {
    return longest.filter(l -> call.startedAt().plus(l).isAfter(now)).isPresent();
  }
}
