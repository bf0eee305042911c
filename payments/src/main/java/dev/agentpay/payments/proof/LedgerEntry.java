package dev.agentpay.payments.proof;

/// What the connector's ledger knows about one transaction of a session.
///
/// @param status how it ended
/// @param id the charge's or token's id; empty unless it succeeded
/// @param errorCode the processor's code when it was refused
public record LedgerEntry(Status status, String id, String errorCode) {

  /// How a transaction ended.
  public enum Status {
    /// Begun, not ended yet.
    PENDING,
    CHARGED,
    TOKENIZED,
    REFUSED,
    /// The processor did not say.
    UNCLEAR
  }
}
