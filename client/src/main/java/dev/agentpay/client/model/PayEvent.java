package dev.agentpay.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A durable event of a pay session, a call or an agent.
///
/// @param stream name of the event stream, which contains the events of one session, call or agent
/// @param number the event's number in its stream, from 1. There are gaps if the user may not see
///   all events
/// @param type the event's name, such as `field-captured`
/// @param source the address of the request; empty if the server does not disclose it
/// @param cause the request, such as `POST /api/pay-sessions`; empty if the server does not
///   disclose it
/// @param details the event's data as plain JSON types: `Map`, `List`, `String`, `Number`,
///   `Boolean`; null values are omitted
/// @param paySession the newest state of the session that the stream knows, which may be newer than
///   the event. Present for a stream's event of a session
/// @param call the newest state of the call, for a stream's event of a call
/// @param agent the newest state of the agent, for a stream's event of an agent
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

  /// Who caused the event.
  ///
  /// @param role `agent`, `supervisor`, `twilio`, `system`, …
  public record Actor(String role, String name) {}

  public PayEvent {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  public PayEvent with(Optional<PaySession> newestSession, Optional<Call> newestCall) {
    return new PayEvent(
        stream, number, type, at, actor, source, cause, details, newestSession, newestCall, agent);
  }
}
