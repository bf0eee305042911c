package dev.agentpay.app.config;

import dev.agentpay.connector.GuessableSecret;
import java.util.Optional;
import java.util.stream.Stream;

/// Refuses secrets that can be guessed: with the token key anyone is any user, and with a secret of
/// Twilio's anyone is Twilio.
final class SecretSettings {
  /// The connector refuses shorter passwords for its ledger, so a shorter one is wrong in any case.
  private static final int SHORTEST_PASSWORD = 16;

  private SecretSettings() {}

  /// Records a problem for each secret that can be guessed, unless it has another problem. Those of
  /// a simulator's account are published, so they are refused only with the real Twilio.
  ///
  /// @param sharedKeys the secrets of the setting `twilio.shared-keys`
  static void check(Settings settings, Iterable<String> sharedKeys) {
    Stream.of(Key.TOKEN_KEY, Key.SECOND_TOKEN_KEY, Key.LEDGER_PASSWORD)
        .forEach(
            key -> report(settings, key, settings.optional(key).flatMap(GuessableSecret::problem)));
    report(
        settings,
        Key.LEDGER_PASSWORD,
        settings
            .optional(Key.LEDGER_PASSWORD)
            .filter(password -> password.length() < SHORTEST_PASSWORD)
            .map(
                _ ->
                    "must be the ledger password of the connector, which has at least %s characters"
                        .formatted(SHORTEST_PASSWORD)));
    if (settings.optional(Key.BASE_URL).isEmpty()) {
      Stream.of(Key.AUTH_TOKEN, Key.SECOND_AUTH_TOKEN, Key.API_SECRET)
          .forEach(
              key ->
                  report(
                      settings, key, settings.optional(key).flatMap(SecretSettings::notTwilios)));
      sharedKeys.forEach(secret -> report(settings, Key.SHARED_KEYS, notTwilios(secret)));
    }
  }

  private static Optional<String> notTwilios(String secret) {
    return GuessableSecret.reason(secret)
        .map("can be guessed, because it %s: copy yours from Twilio's console"::formatted);
  }

  private static void report(Settings settings, Key key, Optional<String> problem) {
    problem.filter(_ -> !settings.isFaulty(key)).ifPresent(text -> settings.problem(key, text));
  }
}
