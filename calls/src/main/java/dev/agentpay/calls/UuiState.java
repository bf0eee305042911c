package dev.agentpay.calls;

/// Whether a claim waits under a UUI. [CallTransitions] lists the allowed transitions.
public enum UuiState {
  /// No claim waits.
  KNOWN,
  /// An agent's claim waits for a call.
  AWAITED
}
