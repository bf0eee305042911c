package dev.agentpay.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A durable fact about a pay session, a call or an agent.
///
/// @param stream name of the one thing's events that this one belongs to
/// @param number from 1 in its stream. Who does not see a thing from its beginning, or not all of
///   it, sees gaps
/// @param type the event's name, such as `field-captured`
/// @param source the address that it came from; empty when the server does not tell
/// @param cause what was asked, such as `POST /api/pay-sessions`; empty when the server does not
///   tell
/// @param details what the server tells about it, as JSON's own types: `Map`, `List`, `String`,
///   `Number`, `Boolean`; a JSON null is left out
/// @param paySession the session now: the newest state that the stream knows, which may be newer
///   than the event. Present in a stream's event about a session
/// @param call the call now, in a stream's event about a call
/// @param agent the agent now, in a stream's event about an agent
public record PayEvent(
    String stream,
    long number,
    String type,
    Instant at,
    Actor actor,
    String source,
    String cause,
    Map<String, Object> details,
    Optional<PaySession> paySession,
    Optional<Call> call,
    Optional<Agent> agent)
    implements StreamItem {

  /// Who did it.
  ///
  /// @param role in which part: `agent`, `supervisor`, `twilio`, `system`, …
  public record Actor(String role, String name) {}

  public PayEvent {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  public PayEvent with(Optional<PaySession> newestSession, Optional<Call> newestCall) {
    return new PayEvent(
        stream, number, type, at, actor, source, cause, details, newestSession, newestCall, agent);
  }
}
