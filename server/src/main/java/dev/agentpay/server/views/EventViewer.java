package dev.agentpay.server.views;

import dev.agentpay.events.Event;
import java.util.Optional;

/// Converts the events of another module to their API form.
public interface EventViewer {
  /// Returns the API form of this event; empty if it is not one of this module's. Must neither
  /// throw nor block, because live updates wait for it.
  Optional<NamedView> view(Event event);
}
