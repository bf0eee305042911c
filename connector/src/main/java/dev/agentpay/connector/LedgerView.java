package dev.agentpay.connector;

import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.SessionId;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Renders the transactions of a session as JSON for the server, oldest first and without card
/// data.
///
/// First asks the processor about entries that have an unknown outcome and are not in progress, so
/// that the response is as accurate as the processor's own records.
final class LedgerView {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Ledger ledger;
  private final Settlement settlement;
  private final Transactions transactions;

  LedgerView(Ledger ledger, Settlement settlement, Transactions transactions) {
    this.ledger = ledger;
    this.settlement = settlement;
    this.transactions = transactions;
  }

  byte[] json(SessionId session) {
    ObjectNode json = JSON.createObjectNode().put("session", session.value());
    final ArrayNode entries = json.putArray("entries");
    for (LedgerEntry entry : ledger.ofSession(session)) {
      write(resolve(entry), entries.addObject());
    }
    return JSON.writeValueAsBytes(json);
  }

  /// Asks the processor for the outcome of all unsettled transactions.
  void resolveUnsettled() {
    ledger.unsettled().forEach(this::resolve);
  }

  private LedgerEntry resolve(LedgerEntry entry) {
    boolean unsettled =
        !entry.status().isFinal() && !transactions.isInFlight(entry.terms().transactionId());
    return unsettled ? settlement.resolve(entry) : entry;
  }

  private static void write(LedgerEntry entry, ObjectNode json) {
    Terms terms = entry.terms();
    boolean charge = terms.method() == Method.CHARGE;
    String result = entry.resultId().orElse(null);
    json.put("transactionId", terms.transactionId().value())
        .put("method", terms.method().wire())
        .put("status", entry.status().name())
        .put("chargeId", charge ? result : null)
        .put("tokenId", charge ? null : result)
        .put("errorCode", entry.errorCode().orElse(null))
        .put("errorMessage", entry.errorMessage().orElse(null))
        .put("amount", terms.amount().map(Money::decimal).orElse(null))
        .put("currency", terms.amount().map(m -> m.currency().getCurrencyCode()).orElse(null))
        .put("startedAt", entry.startedAt().toString())
        .put("endedAt", entry.endedAt().map(Instant::toString).orElse(null));
  }
}
