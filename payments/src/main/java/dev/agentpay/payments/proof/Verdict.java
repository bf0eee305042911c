package dev.agentpay.payments.proof;

/// What is known about the money of a submitted session.
public sealed interface Verdict {
  /// Money moved or a token was created, according to Twilio.
  record Success() implements Verdict {}

  /// Money moved, according to the ledger.
  ///
  /// @param id id of the charge
  record Charged(String id) implements Verdict {}

  /// A token was created, according to the ledger.
  record Tokenized(String token) implements Verdict {}

  /// No money moved: the processor declined.
  ///
  /// @param code the connector's code; empty string if there is none
  record Declined(String code) implements Verdict {}

  /// No money moved: the processor was never called.
  ///
  /// @param why the reason, for the agent
  record NotPaid(String why) implements Verdict {}

  /// Nothing proves whether money moved.
  ///
  /// @param why the reason, for the agent and the audit log
  record Doubt(String why) implements Verdict {}
}
