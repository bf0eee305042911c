package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.server.views.EventBody;
import dev.agentpay.server.views.EventViewer;
import dev.agentpay.server.views.NamedView;
import java.time.Instant;
import java.util.Optional;

/// Renders the events of Sync services for the API.
final class SyncEventViews implements EventViewer {
  private record Leased(String service, AgentId agent, Instant until) implements EventBody {}

  private record Emptied(String service) implements EventBody {}

  private record Opened(String service, AgentId agent, Instant until) implements EventBody {}

  private record Left(String service, AgentId agent) implements EventBody {}

  @Override
  public Optional<NamedView> view(Event event) {
    return event instanceof SyncEvent sync ? Optional.of(of(sync)) : Optional.empty();
  }

  private static NamedView of(SyncEvent event) {
    return switch (event) {
      case SyncEvent.SyncLeased leased ->
          new NamedView(
              "sync-leased", new Leased(leased.service(), leased.agent(), leased.until()));
      case SyncEvent.SyncEmptied emptied ->
          new NamedView("sync-emptied", new Emptied(emptied.service()));
      case SyncEvent.PageOpened opened ->
          new NamedView(
              "page-opened", new Opened(opened.service(), opened.agent(), opened.until()));
      case SyncEvent.PageLeft left ->
          new NamedView("page-left", new Left(left.service(), left.agent()));
    };
  }
}
