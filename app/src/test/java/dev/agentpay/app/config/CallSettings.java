package dev.agentpay.app.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settings of a server that takes calls, for tests that add to them or change them.
public final class CallSettings {
  /// Signs the webhooks of these settings.
  public static final String AUTH_TOKEN = "3f8a61d20c97be54f1a8d06372e9cb45";

  private static final String HASH =
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$"
          + "QWxsIHRoYXQgZ2xpdHRlcnMgaXMgbm90IGdvbGQhIQ";

  private CallSettings() {}

  /// Returns settings in which alice and bob are agents and sam is a supervisor.
  ///
  /// @param more variables and values in turn, which override the others
  static Map<String, String> with(String... more) {
    final Map<String, String> env = new HashMap<>();
    env.put("TWILIO_ACCOUNT_SID", "AC" + "0".repeat(32));
    env.put("TWILIO_AUTH_TOKEN", AUTH_TOKEN);
    env.put("TWILIO_API_KEY", "SK" + "0".repeat(32));
    env.put("TWILIO_API_SECRET", "vK3wq9TzLm2RbX7cYd5HnJ8sGp4FtQ6a");
    env.put("AGENTPAY_PUBLIC_URL", "https://pay.example.com");
    env.put("AGENTPAY_TOKEN_KEY", "b1946ac92492d2347c6235b4d2611184");
    env.put(
        "AGENTPAY_USERS",
        "alice:agent:%s,bob:agent:%s,sam:supervisor:%s".formatted(HASH, HASH, HASH));
    env.put("AGENTPAY_CONNECTORS", "Default=hosted");
    for (int i = 0; i < more.length; i += 2) {
      env.put(more[i], more[i + 1]);
    }
    return env;
  }

  public static Settings settings(String... more) {
    return new Settings(with(more), Optional.empty());
  }

  public static ServeOptions options(String... more) {
    final Settings settings = settings(more);
    return ServeOptions.from(settings)
        .orElseThrow(() -> new AssertionError(settings.problems().toString()));
  }

  static List<String> problems(String... more) {
    final Settings settings = settings(more);
    if (ServeOptions.from(settings).isPresent()) {
      throw new AssertionError("expected a problem with " + List.of(more));
    }
    return settings.problems();
  }
}
