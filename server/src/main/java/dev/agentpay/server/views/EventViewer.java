package dev.agentpay.server.views;

import dev.agentpay.events.Event;
import java.util.Optional;

/// Shows the events of another module, of which the server knows nothing.
public interface EventViewer {
  /// What this event says; empty when it is not one of this module's. Throws nothing and waits for
  /// nothing: the live streams ask while their readers wait.
  Optional<NamedView> view(Event event);
}
