package dev.agentpay.server.views;

import dev.agentpay.events.Actor;
import dev.agentpay.events.EventEnvelope;
import java.time.Instant;

/// An event, as the API shows it: an entry of the audit log. [EventViews] creates them.
///
/// @param stream `session/ps_…`, `call/CA…` or `agent/…`
/// @param type the event's name, such as `field-captured`
/// @param source the IP address that the request came from
/// @param cause what was requested
/// @param event the content
public record EventView(
    String stream,
    long number,
    String type,
    Instant at,
    ActorView actor,
    String source,
    String cause,
    EventBody event) {

  /// Who caused the event.
  public record ActorView(String role, String name) {
    static ActorView of(Actor actor) {
      return new ActorView(ViewJson.wire(actor.role()), actor.name());
    }
  }

  static EventView of(EventEnvelope recorded, NamedView named) {
    return new EventView(
        recorded.stream().toString(),
        recorded.number(),
        named.type(),
        recorded.at(),
        ActorView.of(recorded.origin().actor()),
        recorded.origin().source(),
        recorded.origin().cause(),
        named.body());
  }
}
