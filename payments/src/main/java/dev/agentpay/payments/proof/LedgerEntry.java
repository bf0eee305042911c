package dev.agentpay.payments.proof;

/// An entry of the connector's ledger: one transaction of a session.
///
/// @param status how the transaction ended
/// @param id id of the charge or token; empty unless the transaction succeeded
/// @param errorCode the processor's code if it was declined
public record LedgerEntry(Status status, String id, String errorCode) {

  /// How a transaction ended.
  public enum Status {
    /// Started but not ended.
    PENDING,
    CHARGED,
    TOKENIZED,
    REFUSED,
    /// The processor did not report the result.
    UNCLEAR
  }
}
