package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;

/// Refusals by the connector itself, in contrast to those by the processor.
final class Refusals {
  static final Outcome.Refused SESSION_ALREADY_CHARGED =
      new Outcome.Refused(
          "session_already_charged",
          "Another transaction has already charged this pay session; nothing more was charged");

  static final Outcome.Refused IDEMPOTENCY_MISMATCH =
      new Outcome.Refused(
          "idempotency_mismatch",
          "This transaction_id was already used with another method, amount, currency or session;"
              + " nothing more was charged");

  private Refusals() {}
}
