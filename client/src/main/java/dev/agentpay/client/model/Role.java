package dev.agentpay.client.model;

/// What a user may do.
public enum Role {
  /// Takes calls and payments; sees only their own.
  AGENT,
  /// Sees those of all agents and resolves unconfirmed sessions.
  SUPERVISOR,
  /// A role that this client version does not know.
  UNKNOWN
}
