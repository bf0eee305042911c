package dev.agentpay.server.stream;

import dev.agentpay.events.AgentId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The pages that agents have open: our own, and those of existing clients. Each kind of page is a
/// place with a rule of its own for when a page is gone. An agent whose last page in one place is
/// gone stays ready while another place has a page of theirs.
public final class AgentPages {
  private final List<Place> places = new CopyOnWriteArrayList<>();

  /// One kind of page.
  @FunctionalInterface
  public interface Place {
    /// Whether the agent has such a page open. May read the store.
    boolean hasPage(AgentId agent);
  }

  public void add(Place place) {
    places.add(place);
  }

  /// Whether the agent has a page open in a place other than this one.
  public boolean isOpenElsewhere(Place here, AgentId agent) {
    return places.stream().anyMatch(place -> !place.equals(here) && place.hasPage(agent));
  }
}
