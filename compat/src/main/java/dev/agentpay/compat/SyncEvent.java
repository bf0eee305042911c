package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import java.time.Instant;

/// A durable fact about a Sync service that existing clients share.
public sealed interface SyncEvent extends Event {
  /// Only this agent's client may open it, as long as the token lives that opens it.
  ///
  /// @param service `IS…`
  record SyncLeased(String service, AgentId agent, Instant until) implements SyncEvent {}

  /// Nothing is in it any more from whoever had it before.
  record SyncEmptied(String service) implements SyncEvent {}
}
