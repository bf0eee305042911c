package dev.agentpay.auth;

import dev.agentpay.events.BoundedMap;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Counts attempts to sign in, by name and by address, so that nobody tries passwords at leisure.
/// An attempt that succeeds is given back.
public final class LoginLimiter {
  /// Names and addresses that are remembered; the longest unused is forgotten first.
  private static final int MAX_REMEMBERED = 10_000;

  /// A contact centre's agents may share one address.
  private static final int PER_ADDRESS = 10;

  private final Map<String, Bucket> names;
  private final Map<String, Bucket> addresses;
  private final int perMinute;

  public LoginLimiter(int perMinute) {
    this.perMinute = perMinute;
    this.names = new BoundedMap<>(MAX_REMEMBERED);
    this.addresses = new BoundedMap<>(MAX_REMEMBERED);
  }

  /// Counts one.
  ///
  /// @return how long to wait when there were too many
  public Optional<Duration> take(String name, String address) {
    return take(bucket(addresses, address, perMinute * PER_ADDRESS))
        .or(() -> take(bucket(names, name, perMinute)));
  }

  /// It succeeded.
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
