package dev.agentpay.calls;

/// Availability of an agent. [CallTransitions] lists the allowed transitions.
public enum AgentState {
  /// Takes no calls.
  AWAY,
  /// Takes the next call.
  READY,
  /// A live call keeps the agent busy.
  BUSY
}
