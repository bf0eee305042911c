package dev.agentpay.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Describes one kind of aggregate to the kernel and the stores.
///
/// @param kind stored with each stream, such as `CALL`; never changes
/// @param state the aggregate's class
/// @param events event classes by the names under which they are stored. A class may be renamed,
///   its stored name never, because old rows contain it
/// @param evolve applies an event to a state
/// @param columns computes the index columns of a state
/// @param keys names of the lookup keys, at most [#MAX_KEYS]; their order never changes
public record AggregateType<A extends Aggregate>(
    String kind,
    Class<A> state,
    Map<String, Class<? extends Event>> events,
    Evolve<A> evolve,
    Function<A, IndexColumns> columns,
    List<String> keys) {
  /// Number of columns for lookup keys in a store.
  public static final int MAX_KEYS = 3;

  /// Applies an event to a state. Pure.
  @FunctionalInterface
  public interface Evolve<A> {
    /// @param before empty before the first event
    /// @throws IllegalStateException if the event is not allowed in this state
    A evolve(Optional<A> before, EventEnvelope event);
  }

  public AggregateType {
    events = Map.copyOf(events);
    keys = List.copyOf(keys);
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "%s must have at most %3$d lookup keys; got %2$d".formatted(kind, keys.size(), MAX_KEYS));
    }
  }

  /// Returns the stream of the aggregate with this key.
  public StreamId stream(String key) {
    return new StreamId(kind, key);
  }

  /// Casts a state that was loaded from a stream of this kind.
  public A cast(Aggregate loaded) {
    return state.cast(loaded);
  }

  /// Computes the index columns of a state.
  ///
  /// @throws IllegalArgumentException if it has a lookup key that is not registered
  public IndexColumns columnsOf(Aggregate loaded) {
    final IndexColumns found = columns.apply(cast(loaded));
    if (!keys.containsAll(found.keys().keySet())) {
      throw new IllegalArgumentException(
          "%s must use only the lookup keys %s; got %s"
              .formatted(kind, keys, found.keys().keySet()));
    }
    return found;
  }
}
