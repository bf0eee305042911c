package dev.agentpay.auth;

import dev.agentpay.events.BoundedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Locks the sign-in after too many wrong passwords in a row. Names that do not exist are counted
/// and locked in the same way, so that a lock reveals nothing. In the memory of this node.
public final class SignInLocks {
  /// PCI DSS 8.3.4: at most ten attempts, then at least 30 minutes.
  static final int MAX_WRONG = 10;

  static final Duration LOCK = Duration.ofMinutes(30);

  /// Wrong passwords of different days are not in a row.
  static final Duration FORGET = Duration.ofHours(24);

  /// Most counters, about 10 MB; the least recently used is forgotten first.
  private static final int MAX_COUNTERS = 50_000;

  private final InstantSource clock;
  private final Map<String, Count> counts = new BoundedMap<>(MAX_COUNTERS);

  /// @param wrong wrong passwords in a row, and attempts in progress
  private record Count(int wrong, Instant last) {
    boolean isFull() {
      return wrong >= MAX_WRONG;
    }

    Instant end() {
      return last.plus(isFull() ? LOCK : FORGET);
    }
  }

  public SignInLocks(InstantSource clock) {
    this.clock = clock;
  }

  /// Begins an attempt. It counts as wrong until [#right], so that attempts at the same time do not
  /// pass the limit together.
  ///
  /// @return how long the lock lasts; empty if there is none
  synchronized Optional<Duration> begin(String counter) {
    final Instant now = clock.instant();
    final Optional<Count> count =
        Optional.ofNullable(counts.get(counter)).filter(c -> c.end().isAfter(now));
    if (count.isPresent() && count.get().isFull()) {
      return count.map(c -> Duration.between(now, c.end()));
    }
    counts.put(counter, new Count(count.map(Count::wrong).orElse(0) + 1, now));
    return Optional.empty();
  }

  /// The password was right: the row is over.
  synchronized void right(String counter) {
    counts.remove(counter);
  }

  /// The password was not checked, so the attempt does not count.
  synchronized void notChecked(String counter) {
    counts.computeIfPresent(counter, (_, c) -> new Count(c.wrong() - 1, c.last()));
  }
}
