package dev.agentpay.events;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Indexed columns by which a store finds a stream, besides its id and owner.
///
/// @param state a single word
/// @param open whether the stream is among the few on which work continues
/// @param orderedAt the time by which lists are ordered
/// @param holds a unique name that only one stream of its kind may hold at a time
/// @param keys values of the registered lookup keys; absent keys are left out
public record IndexColumns(
    String state,
    boolean open,
    Instant orderedAt,
    Optional<String> holds,
    Map<String, String> keys) {
  public IndexColumns {
    keys = Map.copyOf(keys);
  }

  /// Columns without a unique name and without lookup keys.
  public static IndexColumns of(String state, boolean open, Instant orderedAt) {
    return new IndexColumns(state, open, orderedAt, Optional.empty(), Map.of());
  }
}
