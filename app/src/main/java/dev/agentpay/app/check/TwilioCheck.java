package dev.agentpay.app.check;

import dev.agentpay.app.config.Key;
import dev.agentpay.app.config.Settings;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.rest.CredentialsCheck;
import dev.agentpay.twilio.rest.CredentialsCheck.Result;
import java.util.function.Consumer;

/// Whether Twilio accepts the API key and the auth tokens.
final class TwilioCheck {
  private final Settings settings;
  private final TwilioOptions options;

  TwilioCheck(Settings settings, TwilioOptions options) {
    this.settings = settings;
    this.options = options;
  }

  void run(Consumer<Finding> findings) {
    final Result apiKey = CredentialsCheck.apiKey(options);
    findings.accept(
        switch (apiKey) {
          case Result.Accepted _ ->
              Finding.ok("Twilio API key", "Twilio accepts " + options.apiKey());
          case Result.Refused _ ->
              Finding.problem(
                  "Twilio API key",
                  "Twilio refuses it: check %s, %s and %s"
                      .formatted(
                          settings.nameOf(Key.ACCOUNT_SID),
                          settings.nameOf(Key.API_KEY),
                          settings.nameOf(Key.API_SECRET)));
          case Result.Unknown unknown -> unknown("Twilio API key", unknown.why());
        });
    if (apiKey instanceof Result.Unknown) {
      return; // The next answers would be the same.
    }
    findings.accept(authToken("Twilio auth token", Key.AUTH_TOKEN, options.authToken()));
    options
        .secondaryAuthToken()
        .map(token -> authToken("second auth token", Key.SECOND_AUTH_TOKEN, token))
        .ifPresent(findings);
  }

  private Finding authToken(String subject, Key key, String token) {
    return switch (CredentialsCheck.authToken(options, token)) {
      case Result.Accepted _ -> Finding.ok(subject, "Twilio accepts it");
      case Result.Refused _ ->
          Finding.problem(
              subject,
              "Twilio refuses it, so its webhooks would be refused here: copy %s from Twilio's console"
                  .formatted(settings.nameOf(key)));
      case Result.Unknown unknown -> unknown(subject, unknown.why());
    };
  }

  private Finding unknown(String subject, String why) {
    return Finding.problem(
        subject,
        "%s: check the network, and %s if it is set".formatted(why, settings.nameOf(Key.BASE_URL)));
  }
}
