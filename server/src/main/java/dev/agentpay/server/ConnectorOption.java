package dev.agentpay.server;

/// A Pay Connector that sessions may name.
///
/// @param name as it is installed at Twilio
public record ConnectorOption(String name, Kind kind) {

  /// Whose it is.
  public enum Kind {
    /// Ours: its ledger can be asked what became of a session.
    OURS,
    /// Twilio's own, for Stripe and others: no ledger.
    HOSTED
  }
}
