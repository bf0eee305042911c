package dev.agentpay.calls;

/// State of a customer's call. [CallTransitions] lists the allowed transitions.
public enum CallState {
  /// The call has begun. No agent is rung for it, and nobody has answered.
  ARRIVED,
  /// The caller is on hold until an agent is ready.
  WAITING,
  /// An agent's softphone or telephone rings.
  RINGING,
  /// The customer talks to an agent or a PBX.
  ANSWERED,
  /// The call has ended.
  ENDED
}
