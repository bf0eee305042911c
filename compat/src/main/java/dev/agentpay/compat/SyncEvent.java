package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import java.time.Instant;

/// An event of a Sync service that existing clients use.
public sealed interface SyncEvent extends Event {
  /// The service was leased to an agent. Until the lease ends, only this agent gets tokens for it.
  ///
  /// @param service the sid, `IS…`
  record SyncLeased(String service, AgentId agent, Instant until) implements SyncEvent {}

  /// The previous agent's data was deleted from the service.
  record SyncEmptied(String service) implements SyncEvent {}

  /// The agent's page takes calls: it got a token for its softphone, or it is connected again.
  ///
  /// @param until when its softphone's token expires
  record PageOpened(String service, AgentId agent, Instant until) implements SyncEvent {}

  /// The agent's page is gone, so the agent takes no calls.
  record PageLeft(String service, AgentId agent) implements SyncEvent {}
}
