package dev.agentpay.server;

import dev.agentpay.core.Actor;
import dev.agentpay.core.Event;
import dev.agentpay.core.Recorded;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A durable fact as the API shows it: a line of the audit log.
///
/// @param stream `session/ps_…`, `call/CA…` or `agent/…`
/// @param type the event's name, such as `field-captured`
/// @param source the address it came from
/// @param cause what was asked
/// @param event what it says
record EventView(
    String stream,
    long number,
    String type,
    Instant at,
    ActorView actor,
    String source,
    String cause,
    Event event) {
  private static final Map<Class<?>, String> TYPES = new ConcurrentHashMap<>();

  /// Who did it.
  record ActorView(String role, String name) {
    static ActorView of(Actor actor) {
      return new ActorView(Json.wire(actor.role()), actor.name());
    }
  }

  static EventView of(Recorded recorded) {
    return new EventView(
        recorded.stream().toString(),
        recorded.number(),
        type(recorded.event().getClass()),
        recorded.at(),
        ActorView.of(recorded.origin().actor()),
        recorded.origin().source(),
        recorded.origin().cause(),
        recorded.event());
  }

  /// `FieldCaptured` is `field-captured`; a test holds the names, as clients go by them.
  static String type(Class<?> event) {
    return TYPES.computeIfAbsent(
        event,
        type ->
            type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
  }
}
