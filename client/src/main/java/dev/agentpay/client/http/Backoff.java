package dev.agentpay.client.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The pause before the next attempt. It doubles with each failure up to a limit. The actual pause
/// is random between half and all of that, so that clients do not retry in step.
public record Backoff(Duration first, Duration max, RandomGenerator random) {
  /// Short enough that users do not notice a server restart.
  private static final Duration FIRST = Duration.ofMillis(250);

  /// Long enough that a thousand clients do not load an unavailable server.
  private static final Duration MAX = Duration.ofSeconds(15);

  /// Doubling stops here to avoid an overflow.
  private static final int MAX_DOUBLINGS = 20;

  public static Backoff standard(RandomGenerator random) {
    return new Backoff(FIRST, MAX, random);
  }

  /// @param failures consecutive failures, from 1
  /// @param requested minimum pause requested by the server
  public Duration pause(int failures, Optional<Duration> requested) {
    final long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
    final long whole = Math.max(1, Math.min(doubled, max.toMillis()));
    final Duration pause = Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    return requested.filter(a -> a.compareTo(pause) > 0).map(a -> a.plus(pause)).orElse(pause);
  }

  /// The same backoff, but never less than the stream's `retry:` value.
  public Backoff withMinimum(Duration minimum) {
    return new Backoff(minimum, minimum.compareTo(max) > 0 ? minimum : max, random);
  }
}
