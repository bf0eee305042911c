package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One transaction in the ledger. Contains no card data.
///
/// @param resultId the id of the charge, or the token
/// @param parameters the parameters that the processor returned with the id
/// @param gatewayIds the gateway's own ids by name, as far as the processor has recorded them
record LedgerEntry(
    Terms terms,
    Status status,
    Optional<String> resultId,
    Map<String, String> parameters,
    Optional<String> errorCode,
    Optional<String> errorMessage,
    Map<String, String> gatewayIds,
    Instant startedAt,
    Optional<Instant> endedAt) {
  LedgerEntry {
    parameters = Map.copyOf(parameters);
    gatewayIds = Map.copyOf(gatewayIds);
  }

  static LedgerEntry pending(Terms terms, Instant now) {
    return new LedgerEntry(
        terms,
        Status.PENDING,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        now,
        Optional.empty());
  }

  LedgerEntry ended(Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Charged(String id, Map<String, String> more) ->
          with(Status.CHARGED, Optional.of(id), more, Optional.empty(), Optional.empty(), now);
      case Outcome.Tokenized(String id, Map<String, String> more) ->
          with(Status.TOKENIZED, Optional.of(id), more, Optional.empty(), Optional.empty(), now);
      case Outcome.Refused(String code, String message) ->
          with(
              Status.REFUSED,
              Optional.empty(),
              Map.of(),
              Optional.of(code),
              Optional.of(message),
              now);
      case Outcome.Unclear(String reason) ->
          with(
              Status.UNCLEAR,
              Optional.empty(),
              Map.of(),
              Optional.empty(),
              Optional.of(reason),
              now);
    };
  }

  private LedgerEntry with(
      Status newStatus,
      Optional<String> id,
      Map<String, String> more,
      Optional<String> code,
      Optional<String> message,
      Instant now) {
    return new LedgerEntry(
        terms, newStatus, id, more, code, message, gatewayIds, startedAt, Optional.of(now));
  }
}
