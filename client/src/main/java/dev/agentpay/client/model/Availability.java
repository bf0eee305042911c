package dev.agentpay.client.model;

/// Whether an agent can take a call.
public enum Availability {
  READY,
  AWAY,
  /// On a call, or a call is ringing.
  BUSY,
  /// A value that this client version does not know.
  UNKNOWN
}
