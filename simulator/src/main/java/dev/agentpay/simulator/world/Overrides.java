package dev.agentpay.simulator.world;

import dev.agentpay.simulator.wire.Form;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Time-outs and retries of a webhook. The URL's fragment may override the defaults
/// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides): `ct`, `rt` and `tt`
/// are the connect, read and total time-out in milliseconds, `rc` the number of retries, `rp` the
/// failures to retry. Values outside Twilio's bounds are clamped; unknown keys are ignored.
record Overrides(Duration connect, Duration read, Duration total, int retries, Set<String> policy) {
  static final Overrides DEFAULT =
      new Overrides(
          Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(15), 1, Set.of("ct"));

  private static final Set<String> POLICIES = Set.of("4xx", "5xx", "ct", "rt", "all");

  Overrides {
    policy = Set.copyOf(policy);
  }

  /// Whether to retry an attempt with this failure, in the words of the `rp` override.
  boolean retry(String failure) {
    return policy.contains(failure) || (policy.contains("all") && POLICIES.contains(failure));
  }

  static Overrides of(String fragment) {
    Form form;
    try {
      form = Form.parse(fragment);
    } catch (IllegalArgumentException _) {
      return DEFAULT;
    }
    return new Overrides(
        millis(form, "ct", 100, 10_000, DEFAULT.connect),
        millis(form, "rt", 100, 15_000, DEFAULT.read),
        millis(form, "tt", 100, 15_000, DEFAULT.total),
        (int) number(form, "rc", 0, 5, DEFAULT.retries),
        form.given("rp").map(Overrides::policies).orElse(DEFAULT.policy));
  }

  private static Set<String> policies(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(POLICIES::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Duration millis(Form form, String key, long least, long most, Duration otherwise) {
    return Duration.ofMillis(number(form, key, least, most, otherwise.toMillis()));
  }

  private static long number(Form form, String key, long least, long most, long otherwise) {
    try {
      return form.given(key)
          .map(Long::parseLong)
          .map(n -> Math.clamp(n, least, most))
          .orElse(otherwise);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }
}
