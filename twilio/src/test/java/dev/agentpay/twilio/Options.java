package dev.agentpay.twilio;

import java.time.Duration;
import java.util.Optional;

/// Options as tests need them.
final class Options {
  static final String ACCOUNT = "AC" + "a".repeat(32);
  static final String API_KEY = "SK" + "b".repeat(32);
  static final String API_SECRET = "0123456789abcdef0123456789abcdef";
  static final String PUBLIC_URL = "https://pay.example.com";

  private Options() {}

  /// Patient enough for a busy machine.
  static TwilioOptions at(String baseUri) {
    return at(baseUri, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  /// For tests in which nobody answers.
  static TwilioOptions impatient(String baseUri) {
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
