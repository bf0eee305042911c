package dev.agentpay.simulator.world;

import dev.agentpay.simulator.wire.Form;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// How often and how patiently a webhook is sent. The URL's fragment may override the defaults
/// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides): `ct`, `rt`, `tt` in
/// milliseconds, `rc` retries, `rp` which failures are retried. Values outside of Twilio's bounds
/// are pulled to the nearest bound, unknown keys are left alone.
record Overrides(Duration connect, Duration read, Duration total, int retries, Set<String> policy) {
  static final Overrides DEFAULT =
      new Overrides(
          Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(15), 1, Set.of("ct"));

  private static final Set<String> POLICIES = Set.of("4xx", "5xx", "ct", "rt", "all");

  Overrides {
    policy = Set.copyOf(policy);
  }

  /// Whether an attempt that failed like this, in the words of the `rp` override, is made again.
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
