package dev.agentpay.calls;

/// Whether a claim waits under a UUI. Which state may follow which is in [CallTransitions].
public enum UuiState {
  /// No claim waits.
  KNOWN,
  /// An agent's claim waits for a call.
  AWAITED
}
