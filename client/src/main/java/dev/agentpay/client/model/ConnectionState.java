package dev.agentpay.client.model;

/// How a stream's connection stands.
public enum ConnectionState {
  /// A connection is being made.
  CONNECTING,
  /// Connected: events arrive as they happen.
  LIVE,
  /// Broken. The stream comes back by itself and misses no event; digits typed meanwhile are lost.
  LOST,
  /// Over for good: closed here, or the server does not want this token any more.
  CLOSED
}
