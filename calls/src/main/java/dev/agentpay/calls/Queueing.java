package dev.agentpay.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a caller is put on hold while no agent is ready.
///
/// @param longest the maximum wait, counted from the start of the call; empty: callers are not put
///   on hold
public record Queueing(Optional<Duration> longest) {
  /// Callers are not put on hold; the line is busy.
  public static final Queueing NONE = new Queueing(Optional.empty());

  /// Callers are put on hold for at most this long.
  public static Queueing upTo(Duration longest) {
    return new Queueing(Optional.of(longest));
  }

  boolean allows(Call call, Instant now) {
    return longest.filter(limit -> call.startedAt().plus(limit).isAfter(now)).isPresent();
  }
}
