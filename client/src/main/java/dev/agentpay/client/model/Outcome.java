package dev.agentpay.client.model;

import java.util.Optional;

/// How a pay session ended, or why it is unconfirmed.
///
/// @param confirmationCode the processor's id of the charge
/// @param token the processor's token. It may allow charges, so `toString` masks it
/// @param profile the processor's customer id, which some connectors return
/// @param errorCode the connector's or Twilio's code of a refusal
/// @param text the reason in words
public record Outcome(
    Optional<String> confirmationCode,
    Optional<String> token,
    Optional<String> profile,
    Optional<String> errorCode,
    Optional<String> text) {

  @Override
  public String toString() {
    return "Outcome[confirmationCode=%s, token=%s, profile=%s, errorCode=%s, text=%s]"
        .formatted(confirmationCode, token.map(t -> "***"), profile, errorCode, text);
  }
}
