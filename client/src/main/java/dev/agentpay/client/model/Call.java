package dev.agentpay.client.model;

import java.time.Instant;
import java.util.Optional;

/// A customer's call.
///
/// @param sid Twilio's `CA…` of the customer's leg, on which payments are started
/// @param from as Twilio spells it: E.164, `sip:…` or `client:…`
/// @param route how the customer and the agent are connected
/// @param uui the id of the call in a PBX or CTI
/// @param agent the agent who is being rung or has the call
/// @param agentLeg the leg to the agent or to the agent's PBX
/// @param answeredAt when somebody answered the customer
/// @param ended Twilio's final call status, after the call
/// @param version increases with each change; the higher version is newer
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

  /// The state of a call.
  public enum State {
    /// The server knows the call; no agent is being rung.
    ARRIVED,
    /// No agent is ready; the caller hears music.
    WAITING,
    /// An agent's softphone rings.
    RINGING,
    /// The customer is connected to somebody.
    ANSWERED,
    /// The call has ended.
    ENDED,
    /// A state that this client version does not know.
    UNKNOWN
  }

  /// How the customer and the agent are connected.
  public enum Route {
    /// The customer called; an agent's softphone in the browser rang.
    SOFTPHONE,
    /// The customer called; the server dialled a PBX.
    SIP_IN,
    /// A PBX called; the server dialled the customer.
    SIP_OUT,
    /// The customer called; an agent's own telephone rang.
    FORWARD,
    /// An agent called the customer from the softphone.
    DIAL_OUT,
    /// Another system placed the call.
    FOREIGN,
    /// A route that this client version does not know.
    UNKNOWN
  }

  /// Whether the call is still in progress.
  public boolean isLive() {
    return endedAt.isEmpty() && state != State.ENDED;
  }
}
