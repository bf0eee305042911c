package dev.agentpay.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the kernel and the stores need to know of one kind of aggregate.
///
/// @param kind stored with each stream, such as `CALL`; never changes
/// @param state the class of its state
/// @param events under which name each class of its events is stored. A class may be renamed, its
///   name here never: old rows keep it
/// @param evolve what an event makes of a state
/// @param columns what its streams are found by
/// @param keys the names of its lookup keys, at most [#MAX_KEYS]; their order never changes
public record AggregateType<A extends Aggregate>(
    String kind,
    Class<A> state,
    Map<String, Class<? extends Event>> events,
    Evolve<A> evolve,
    Function<A, IndexColumns> columns,
    List<String> keys) {
  /// Stores have so many columns for lookup keys.
  public static final int MAX_KEYS = 3;

  /// What an event makes of a state. Pure.
  @FunctionalInterface
  public interface Evolve<A> {
    /// @param before empty before the first event
    /// @throws IllegalStateException when the event cannot follow
    A evolve(Optional<A> before, EventEnvelope event);
  }

  public AggregateType {
    events = Map.copyOf(events);
    keys = List.copyOf(keys);
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "%s has %d lookup keys; at most %d".formatted(kind, keys.size(), MAX_KEYS));
    }
  }

  /// The stream of the aggregate with this key.
  public StreamId stream(String key) {
    return new StreamId(kind, key);
  }

  /// A state that was loaded from a stream of this kind.
  public A cast(Aggregate loaded) {
    return state.cast(loaded);
  }

  /// What its stream is found by.
  ///
  /// @throws IllegalArgumentException when it has a lookup key that is not registered
  public IndexColumns columnsOf(Aggregate loaded) {
    final IndexColumns found = columns.apply(cast(loaded));
    if (!keys.containsAll(found.keys().keySet())) {
      throw new IllegalArgumentException(
          "%s has the lookup keys %s, not %s".formatted(kind, keys, found.keys().keySet()));
    }
    return found;
  }
}
