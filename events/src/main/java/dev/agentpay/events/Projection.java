package dev.agentpay.events;

import java.util.List;

/// Turns events into rows for somebody outside. The rows are written in the same append as the
/// events, so that what must reach the outside may lag but is never lost.
@FunctionalInterface
public interface Projection {
  /// Wants nothing.
  Projection NONE = (_, _) -> List.of();

  /// The rows that these events cause. Pure: it may be asked again when an append lost a race.
  ///
  /// @param written the events of one stream, and what they lead to
  /// @param cause the input that the decider was given
  List<Task> rows(Append.StreamAppend written, Object cause);
}
