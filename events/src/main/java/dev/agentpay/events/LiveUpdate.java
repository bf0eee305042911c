package dev.agentpay.events;

/// Something to display now. Never stored; a reconnecting page does not receive it again.
public interface LiveUpdate {
  /// The agent who sees it, besides supervisors.
  AgentId audience();
}
