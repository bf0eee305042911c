package dev.agentpay.client.model;

/// Who asks for the next field when a field is captured.
public enum Advance {
  /// The server.
  SERVER,
  /// The client that opened the session, with `PayClient.capture`.
  CLIENT,
  /// A value that this client version does not know.
  UNKNOWN
}
