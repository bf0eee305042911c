package dev.agentpay.server.stream;

import dev.agentpay.events.Aggregate;
import dev.agentpay.events.BoundedMap;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.StreamId;
import java.util.Map;
import java.util.Optional;

/// The states that the live streams show, so that an event that many watch reads the store once.
final class Newest {
  /// More sessions and calls than are live at a time on most nodes; each is a few kilobytes.
  private static final int MAX_KEPT = 2_048;

  private final EventStore store;
  private final Map<StreamId, Aggregate> kept = new BoundedMap<>(MAX_KEPT);

  Newest(EventStore store) {
    this.store = store;
  }

  /// A state that this event is in already; maybe a newer one.
  Optional<Aggregate> after(EventEnvelope recorded) {
    synchronized (kept) {
      final Aggregate known = kept.get(recorded.stream());
      if (known != null && known.version() >= recorded.number()) {
        return Optional.of(known);
      }
    }
    final Optional<Aggregate> loaded = store.load(recorded.stream());
    loaded.ifPresent(
        newest -> {
          synchronized (kept) {
            kept.merge(recorded.stream(), newest, (a, b) -> a.version() > b.version() ? a : b);
          }
        });
    return loaded;
  }
}
