package dev.agentpay.client.model;

/// What somebody may do.
public enum Role {
  /// Takes calls and payments; sees their own only.
  AGENT,
  /// Sees everybody's, and resolves unconfirmed sessions.
  SUPERVISOR,
  /// A role that this client does not know.
  UNKNOWN
}
