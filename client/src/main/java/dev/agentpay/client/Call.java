package dev.agentpay.client;

import java.time.Instant;
import java.util.Optional;

/// A customer's call.
///
/// @param sid Twilio's `CA…` of the customer's leg: what a payment is started on
/// @param from as Twilio spells it: E.164, `sip:…` or `client:…`
/// @param agent who is rung for it or has it
/// @param agentLeg the answered leg to the agent's softphone
/// @param ended Twilio's last call status, once it is over
/// @param version grows with each change; the higher one is the newer one
public record Call(
    String sid,
    String from,
    String to,
    State state,
    Optional<String> agent,
    Optional<String> agentLeg,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> ended,
    long version) {

  /// Where a call stands.
  public enum State {
    /// It reached the server, and nobody is rung.
    ARRIVED,
    /// An agent's softphone rings.
    RINGING,
    /// An agent has it.
    ANSWERED,
    /// It is over.
    ENDED,
    /// A state that this client does not know.
    UNKNOWN
  }

  /// Whether the customer is still on it.
  public boolean isLive() {
    return endedAt.isEmpty() && state != State.ENDED;
  }
}
