package dev.agentpay.connector;

/// The status of a transaction in the ledger.
enum Status {
  /// Passed to the processor, but no outcome is recorded: it is still in progress, or the connector
  /// crashed.
  PENDING,
  /// The processor could not tell the outcome. A repeat passes the order to it again.
  UNCLEAR,
  CHARGED,
  TOKENIZED,
  REFUSED;

  boolean isFinal() {
    return this != PENDING && this != UNCLEAR;
  }
}
