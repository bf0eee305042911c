package dev.agentpay.client.model;

/// Whether an agent takes calls.
public enum Availability {
  READY,
  AWAY,
  /// On a call, or being rung for one.
  BUSY,
  /// Something that this client does not know.
  UNKNOWN
}
