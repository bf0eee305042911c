package dev.agentpay.scenarios.actors;

/// An existing client on a stage, with connections of its own until the script is over.
public interface ExistingClient extends AutoCloseable {
  /// Lets go of its connections; that cannot fail.
  @Override
  void close();
}
