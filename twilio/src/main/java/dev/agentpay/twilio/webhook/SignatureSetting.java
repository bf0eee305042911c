package dev.agentpay.twilio.webhook;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which shared key signed a webhook, and how.
///
/// @param key sid of the shared key
/// @param algorithm Twilio's name of it, such as `HMAC_SHA256`
record SignatureSetting(String key, String algorithm) {
  private static final String KEY = "key";
  private static final String ALGORITHM = "algorithm";

  /// Far longer than `key=<sid>,algorithm=HMAC_SHA256`.
  private static final int MAX_LENGTH = 512;

  /// Reads the header's value; empty if it is malformed.
  static Optional<SignatureSetting> parse(String header) {
    if (header.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    final Map<String, String> parts = new HashMap<>();
    for (String part : header.split(",", -1)) {
      final int equals = part.indexOf('=');
      if (equals < 0
          || parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
              != null) {
        return Optional.empty();
      }
    }
    final String key = parts.getOrDefault(KEY, "");
    final String algorithm = parts.getOrDefault(ALGORITHM, "");
    return key.isEmpty() || algorithm.isEmpty()
        ? Optional.empty()
        : Optional.of(new SignatureSetting(key, algorithm));
  }
}
