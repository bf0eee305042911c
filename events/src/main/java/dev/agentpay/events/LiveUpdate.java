package dev.agentpay.events;

/// Something to show now: never stored, and gone after a reconnect.
public interface LiveUpdate {
  /// The agent who sees it, besides supervisors.
  AgentId audience();
}
