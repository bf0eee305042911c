package dev.agentpay.events;

import java.util.List;

/// Turns events into rows for external receivers. The rows are written in the same append as the
/// events, so delivery may lag but nothing is lost.
@FunctionalInterface
public interface Projection {
  /// Produces no rows.
  Projection NONE = (_, _) -> List.of();

  /// Returns the rows for these events. Pure: called again if the append is retried after a
  /// conflict.
  ///
  /// @param written the events of one stream, and the aggregate after them
  /// @param cause the decider's input
  List<Task> rows(Append.StreamAppend written, Object cause);
}
