package dev.agentpay.scenarios.actors;

/// An existing client on a stage. It has its own connections until the scenario ends.
public interface ExistingClient extends AutoCloseable {
  /// Closes its connections. Never fails.
  @Override
  void close();
}
