package dev.agentpay.client.model;

import java.time.Instant;
import java.util.Optional;

/// A customer's call.
///
/// @param sid Twilio's `CA…` of the customer's leg: what a payment is started on
/// @param from as Twilio spells it: E.164, `sip:…` or `client:…`
/// @param route the way on which the customer and an agent meet
/// @param uui the id under which a PBX or CTI knows it
/// @param agent who is rung for it or has it
/// @param agentLeg the leg to the agent or to the agent's PBX
/// @param answeredAt since when the customer talks to somebody
/// @param ended Twilio's last call status, once it is over
/// @param version grows with each change; the higher one is the newer one
public record Call(
    String sid,
    String from,
    String to,
    Route route,
    Optional<String> uui,
    State state,
    Optional<String> agent,
    Optional<String> agentLeg,
    Instant startedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    Optional<String> ended,
    long version) {

  /// Where a call stands.
  public enum State {
    /// It reached the server, and nobody is rung.
    ARRIVED,
    /// Nobody is ready, and the caller hears music.
    WAITING,
    /// An agent's softphone rings.
    RINGING,
    /// The customer talks to somebody.
    ANSWERED,
    /// It is over.
    ENDED,
    /// A state that this client does not know.
    UNKNOWN
  }

  /// The way on which the customer and an agent meet.
  public enum Route {
    /// A customer called, and an agent's softphone in the browser was rung.
    SOFTPHONE,
    /// A customer called, and a PBX was dialled.
    SIP_IN,
    /// A PBX called, and the customer was dialled.
    SIP_OUT,
    /// A customer called, and an agent's own telephone was rung.
    FORWARD,
    /// An agent dialled the customer from the softphone.
    DIAL_OUT,
    /// Somebody else's system placed it.
    FOREIGN,
    /// A way that this client does not know.
    UNKNOWN
  }

  /// Whether the customer is still on it.
  public boolean isLive() {
    return endedAt.isEmpty() && state != State.ENDED;
  }
}
