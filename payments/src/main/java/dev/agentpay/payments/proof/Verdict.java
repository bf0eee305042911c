package dev.agentpay.payments.proof;

/// What is known about the money of a submitted session.
public sealed interface Verdict {
  /// Money moved, or a token was made: Twilio says so.
  record Success() implements Verdict {}

  /// Money moved: the ledger says so.
  ///
  /// @param id of the charge
  record Charged(String id) implements Verdict {}

  /// A token was made: the ledger says so.
  record Tokenized(String token) implements Verdict {}

  /// No money moved: the processor refused.
  ///
  /// @param code the connector's code for it; empty string when it gave none
  record Declined(String code) implements Verdict {}

  /// No money moved: the processor was never asked.
  ///
  /// @param why for the agent
  record NotPaid(String why) implements Verdict {}

  /// Nothing proves either.
  ///
  /// @param why for the agent and whoever looks it up
  record Doubt(String why) implements Verdict {}
}
