package dev.agentpay.compat;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.values.CaptureField;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds out in which order an existing client requests the fields. The clients never say it, so
/// the order is known only from what the same agent's client requested in earlier payments.
final class ClientOrders {
  /// How many of the agent's latest payments are searched: enough to find some that captured every
  /// field, and few enough to read before each start.
  private static final int SEARCHED = 10;

  /// How many payments must agree, if there are so many: a client that changes its order from
  /// payment to payment has none.
  private static final int COMPARED = 3;

  private final PaySessions sessions;
  private final EventStore store;

  ClientOrders(PaySessions sessions, EventStore store) {
    this.sessions = sessions;
    this.store = store;
  }

  /// Returns the order in which the agent's client requests these fields.
  ///
  /// @param route the cause of the client's start request, which tells apart different clients of
  ///   one agent
  /// @return empty if no earlier payment shows it, or if earlier payments differ
  Optional<List<CaptureField>> known(AgentId agent, String route, List<CaptureField> fields) {
    final Set<List<CaptureField>> shown = new LinkedHashSet<>();
    latest(agent)
        .flatMap(session -> requested(session, route).stream())
        .filter(order -> order.size() == fields.size() && order.containsAll(fields))
        .limit(COMPARED)
        .forEach(shown::add);
    return shown.size() == 1 ? shown.stream().findFirst() : Optional.empty();
  }

  private Stream<PaySession> latest(AgentId agent) {
    return sessions.list(SessionQuery.ALL.ownedBy(Optional.of(agent)).atMost(SEARCHED)).stream()
        .filter(session -> session.request().mirror().isPresent());
  }

  /// Returns the fields in the order in which the client first requested them; empty if another
  /// client started the session, or if somebody else requested a field as well.
  private Optional<List<CaptureField>> requested(PaySession session, String route) {
    final List<EventEnvelope> events = store.events(session.stream(), 0);
    if (!events.getFirst().origin().cause().equals(route)) {
      return Optional.empty();
    }
    final Set<CaptureField> order = new LinkedHashSet<>();
    final Set<String> causes = new HashSet<>();
    for (EventEnvelope event : events) {
      if (isByPerson(event)) {
        requestedField(event.event())
            .ifPresent(
                field -> {
                  order.add(field);
                  causes.add(event.origin().cause());
                });
      }
    }
    return causes.size() == 1 ? Optional.of(List.copyOf(order)) : Optional.empty();
  }

  /// Whether a person's client caused the event, not the server that requests fields ahead.
  private static boolean isByPerson(EventEnvelope event) {
    final Actor.Role role = event.origin().actor().role();
    return role != Actor.Role.TWILIO && role != Actor.Role.SYSTEM;
  }

  private static Optional<CaptureField> requestedField(Event event) {
    return switch (event) {
      case SessionEvent.CaptureRequested requested -> Optional.of(requested.field());
      case SessionEvent.CaptureAwaited awaited -> Optional.of(awaited.field());
      default -> Optional.empty();
    };
  }
}
