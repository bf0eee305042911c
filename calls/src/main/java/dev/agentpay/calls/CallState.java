package dev.agentpay.calls;

/// How far a customer's call has got. Which state may follow which is in [CallTransitions].
public enum CallState {
  /// It began, and nobody is rung for it.
  ARRIVED,
  /// The caller hears music until somebody is ready.
  WAITING,
  /// An agent's softphone or telephone rings.
  RINGING,
  /// The customer talks to somebody.
  ANSWERED,
  /// It is over.
  ENDED
}
