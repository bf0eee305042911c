package dev.agentpay.calls;

/// Whether an agent can be given a call. Which state may follow which is in [CallTransitions].
public enum AgentState {
  /// Takes no calls.
  AWAY,
  /// Takes the next call.
  READY,
  /// A call keeps them.
  BUSY
}
