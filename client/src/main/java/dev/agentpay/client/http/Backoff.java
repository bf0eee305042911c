package dev.agentpay.client.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to pause before the next attempt: twice as long each time up to a limit, and somewhere
/// between half of that and the whole, so that many clients do not come back in step.
public record Backoff(Duration first, Duration most, RandomGenerator random) {
  /// Short enough that a restarted server is not noticed.
  private static final Duration FIRST = Duration.ofMillis(250);

  /// Long enough that a thousand clients of a dead server are no load.
  private static final Duration MOST = Duration.ofSeconds(15);

  /// Doubling stops here, so that it cannot overflow.
  private static final int MAX_DOUBLINGS = 20;

  public static Backoff standard(RandomGenerator random) {
    return new Backoff(FIRST, MOST, random);
  }

  /// @param failures in a row, from 1
  /// @param asked for by the server; never less than that
  public Duration pause(int failures, Optional<Duration> asked) {
    final long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
    final long whole = Math.max(1, Math.min(doubled, most.toMillis()));
    final Duration pause = Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    return asked.filter(a -> a.compareTo(pause) > 0).map(a -> a.plus(pause)).orElse(pause);
  }

  /// The same, but never less than the stream's `retry:` wish.
  public Backoff notBefore(Duration wish) {
    return new Backoff(wish, wish.compareTo(most) > 0 ? wish : most, random);
  }
}
