package dev.agentpay.server.stream;

import dev.agentpay.events.Aggregate;
import dev.agentpay.events.BoundedMap;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.StreamId;
import java.util.Map;
import java.util.Optional;

/// Cache of the current states that live updates show. An event with many readers loads its state
/// from the store only once.
final class StateCache {
  /// Enough for the live sessions and calls of most nodes; each is a few kilobytes.
  private static final int MAX_KEPT = 2_048;

  private final EventStore store;
  private final Map<StreamId, Aggregate> kept = new BoundedMap<>(MAX_KEPT);

  StateCache(EventStore store) {
    this.store = store;
  }

  /// Returns a state that includes this event; it may be newer.
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
