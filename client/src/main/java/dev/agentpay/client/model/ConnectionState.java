package dev.agentpay.client.model;

/// The state of a stream's connection.
public enum ConnectionState {
  /// The stream is connecting.
  CONNECTING,
  /// Connected: events arrive as they happen.
  LIVE,
  /// Disconnected. The stream reconnects by itself and misses no event; digits typed meanwhile are
  /// lost.
  LOST,
  /// Closed permanently: by the client, or because the server no longer accepts the token.
  CLOSED
}
