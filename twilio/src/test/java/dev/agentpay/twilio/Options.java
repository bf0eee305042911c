package dev.agentpay.twilio;

import java.time.Duration;
import java.util.Optional;

/// Twilio options for tests.
public final class Options {
  public static final String ACCOUNT = "AC" + "a".repeat(32);
  public static final String API_KEY = "SK" + "b".repeat(32);
  public static final String API_SECRET = "0123456789abcdef0123456789abcdef";
  public static final String PUBLIC_URL = "https://pay.example.com";

  private Options() {}

  /// Time-outs long enough for a busy machine.
  public static TwilioOptions at(String baseUri) {
    return at(baseUri, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  /// Short time-outs, for tests without an answer.
  public static TwilioOptions impatient(String baseUri) {
    return at(baseUri, Duration.ofMillis(500), Duration.ofMillis(100));
  }

  private static TwilioOptions at(String baseUri, Duration connectTimeout, Duration readTimeout) {
    return new TwilioOptions(
        ACCOUNT,
        "primary",
        Optional.of("secondary"),
        API_KEY,
        API_SECRET,
        Optional.of(baseUri),
        PUBLIC_URL,
        connectTimeout,
        readTimeout,
        Optional.empty(),
        Optional.empty());
  }
}
