package dev.agentpay.events;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What a stream is found by, besides its name and its owner: columns that a store keeps beside the
/// state, with indexes on them.
///
/// @param state one word
/// @param open whether it is among those that somebody still works on: few of many
/// @param orderedAt what lists are ordered by
/// @param holds a name that only one stream of its kind may hold at a time
/// @param keys values by the registered names of lookup keys; without those that it lacks
public record IndexColumns(
    String state,
    boolean open,
    Instant orderedAt,
    Optional<String> holds,
    Map<String, String> keys) {
  public IndexColumns {
    keys = Map.copyOf(keys);
  }

  /// Without a name that it holds and without lookup keys.
  public static IndexColumns of(String state, boolean open, Instant orderedAt) {
    return new IndexColumns(state, open, orderedAt, Optional.empty(), Map.of());
  }
}
