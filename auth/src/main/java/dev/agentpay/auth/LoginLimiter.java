package dev.agentpay.auth;

import dev.agentpay.events.BoundedMap;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Limits sign-in attempts per user name and per address, against password guessing. A successful
/// attempt is not counted.
public final class LoginLimiter {
  /// Most names and most addresses that are remembered; the least recently used is forgotten first.
  private static final int MAX_REMEMBERED = 10_000;

  /// Factor for an address, because the agents of a contact centre may share one.
  private static final int PER_ADDRESS = 10;

  private final Map<String, Bucket> names;
  private final Map<String, Bucket> addresses;
  private final int perMinute;

  public LoginLimiter(int perMinute) {
    this.perMinute = perMinute;
    this.names = new BoundedMap<>(MAX_REMEMBERED);
    this.addresses = new BoundedMap<>(MAX_REMEMBERED);
  }

  /// Counts one attempt.
  ///
  /// @return how long to wait if there were too many attempts; otherwise empty
  public Optional<Duration> take(String name, String address) {
    return take(bucket(addresses, address, perMinute * PER_ADDRESS))
        .or(() -> take(bucket(names, name, perMinute)));
  }

  /// Returns the attempt after it succeeded.
  public void giveBack(String name, String address) {
    bucket(addresses, address, perMinute * PER_ADDRESS).addTokens(1);
    bucket(names, name, perMinute).addTokens(1);
  }

  private static Optional<Duration> take(Bucket bucket) {
    final ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private static Bucket bucket(Map<String, Bucket> buckets, String key, int perMinute) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(
          key,
          _ ->
              Bucket.builder()
                  .addLimit(
                      limit ->
                          limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                  .build());
    }
  }
}
