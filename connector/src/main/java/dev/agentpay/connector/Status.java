package dev.agentpay.connector;

/// Where a transaction stands in the ledger.
enum Status {
  /// Given to the processor; no answer is recorded, because it is still at work or we crashed.
  PENDING,
  /// The processor could not tell: a repeat asks it again.
  UNCLEAR,
  CHARGED,
  TOKENIZED,
  REFUSED;

  boolean isFinal() {
    return this != PENDING && this != UNCLEAR;
  }
}
