package dev.agentpay.events;

import java.util.Optional;

/// Immutable state built from the events of one stream.
public interface Aggregate {
  /// The stream that holds its events.
  StreamId stream();

  /// The number of the last event applied; 0 before the first.
  long version();

  /// The agent who may see it, besides supervisors.
  Optional<AgentId> owner();
}
