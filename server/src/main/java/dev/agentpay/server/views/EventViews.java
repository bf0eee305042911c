package dev.agentpay.server.views;

import dev.agentpay.auth.ServiceKeyEvent;
import dev.agentpay.auth.SignInEvent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.UuiEvent;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.payments.session.SessionEvent;
import java.util.List;
import java.util.Locale;

/// Converts stored events to their API form: our own events here, those of other modules by their
/// [EventViewer]s.
public final class EventViews {
  private final List<EventViewer> others;

  /// @param others viewers of other modules, tried in this order
  public EventViews(List<EventViewer> others) {
    this.others = List.copyOf(others);
  }

  /// Returns the event with its envelope. An event without a view has an empty body, and its type
  /// is the kind of its stream, such as `sync-event`.
  public EventView of(EventEnvelope recorded) {
    return EventView.of(recorded, named(recorded));
  }

  private NamedView named(EventEnvelope recorded) {
    return switch (recorded.event()) {
      case SessionEvent event -> SessionEventViews.of(event);
      case CallEvent event -> CallEventViews.of(event);
      case AgentEvent event -> AgentEventViews.of(event);
      case UuiEvent event -> UuiEventViews.of(event);
      case SignInEvent event -> SignInEventViews.of(event);
      case ServiceKeyEvent event -> ServiceKeyEventViews.of(event);
      default -> other(recorded);
    };
  }

  private NamedView other(EventEnvelope recorded) {
    final Event event = recorded.event();
    return others.stream()
        .flatMap(viewer -> viewer.view(event).stream())
        .findFirst()
        .orElseGet(() -> unknown(recorded.stream().kind()));
  }

  private static NamedView unknown(String kind) {
    return new NamedView(kind.toLowerCase(Locale.ROOT) + "-event", new EmptyBody());
  }
}
