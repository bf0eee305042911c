package dev.agentpay.core;

import java.util.Optional;

/// What the events of one stream add up to. Immutable; each event makes a new one.
public sealed interface Aggregate permits PaySession, Call, Agent, UuiEntry, SyncLease {
  /// Whose events made it.
  StreamId stream();

  /// The number of the last event in it; 0 before the first.
  long version();

  /// The agent who may see it, besides supervisors.
  Optional<AgentId> owner();
}
