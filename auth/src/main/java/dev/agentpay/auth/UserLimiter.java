package dev.agentpay.auth;

import dev.agentpay.events.BoundedMap;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Limits how often each user may do something.
public final class UserLimiter {
  /// Most users that are remembered; the least recently active one is forgotten first.
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<String, Bucket> users = new BoundedMap<>(MAX_REMEMBERED);
  private final int perMinute;

  /// @param perMinute how often, also at once after a quiet minute
  public UserLimiter(int perMinute) {
    this.perMinute = perMinute;
  }

  /// Counts one action.
  ///
  /// @return how long to wait if there were too many; otherwise empty
  public Optional<Duration> take(String user) {
    final ConsumptionProbe probe = bucket(user).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket bucket(String user) {
    synchronized (users) {
      return users.computeIfAbsent(
          user,
          _ ->
              Bucket.builder()
                  .addLimit(
                      limit ->
                          limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                  .build());
    }
  }
}
