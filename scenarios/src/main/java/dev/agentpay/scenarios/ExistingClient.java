package dev.agentpay.scenarios;

/// An existing client on a stage, with connections of its own until the script is over.
interface ExistingClient extends AutoCloseable {
  /// Lets go of its connections; that cannot fail.
  @Override
  void close();
}
