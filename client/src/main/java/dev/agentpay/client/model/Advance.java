package dev.agentpay.client.model;

/// Who asks for the next field when one is done.
public enum Advance {
  /// The server does.
  SERVER,
  /// Whoever opened the session does, by `PayClient.capture`.
  CLIENT,
  /// A way that this client does not know.
  UNKNOWN
}
