package dev.agentpay.events;

import java.util.Optional;

/// What the events of one stream add up to. Immutable; each event makes a new one.
public interface Aggregate {
  /// The stream whose events made it.
  StreamId stream();

  /// The number of the last event in it; 0 before the first.
  long version();

  /// The agent who may see it, besides supervisors.
  Optional<AgentId> owner();
}
