package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;

/// The connector's own reasons to say no, beside the processor's.
final class Refusals {
  static final Outcome.Refused SESSION_ALREADY_CHARGED =
      new Outcome.Refused(
          "session_already_charged",
          "This pay session has been charged by another transaction; nothing more was charged");

  static final Outcome.Refused IDEMPOTENCY_MISMATCH =
      new Outcome.Refused(
          "idempotency_mismatch",
          "This transaction_id has been used with another method, amount, currency or session;"
              + " nothing more was charged");

  private Refusals() {}
}
