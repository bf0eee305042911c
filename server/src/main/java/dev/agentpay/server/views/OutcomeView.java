package dev.agentpay.server.views;

import dev.agentpay.payments.session.Outcome;
import java.util.Optional;

/// How a session ended, or why it is unconfirmed.
///
/// @param confirmationCode the processor's id of the charge
/// @param token the processor's token
/// @param profile the processor's customer id, if the connector returns it
/// @param errorCode the connector's or Twilio's error code
/// @param text the reason in words
public record OutcomeView(
    Optional<String> confirmationCode,
    Optional<String> token,
    Optional<String> profile,
    Optional<String> errorCode,
    Optional<String> text) {

  static OutcomeView of(Outcome outcome) {
    return new OutcomeView(
        outcome.confirmationCode(),
        outcome.token(),
        outcome.profile(),
        outcome.errorCode(),
        outcome.text());
  }
}
