package dev.agentpay.connector;

import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.SessionId;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the server is told about a session: every transaction, oldest first, and no card data.
///
/// Entries without a known end that are not at work here are looked after first, so that the answer
/// is as good as the processor's memory.
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
    var entries = json.putArray("entries");
    for (LedgerEntry entry : ledger.ofSession(session)) {
      write(lookAfter(entry), entries.addObject());
    }
    return JSON.writeValueAsBytes(json);
  }

  /// Asks the processor about everything that a crash or a doubt has left open.
  void lookAfterAll() {
    ledger.unsettled().forEach(this::lookAfter);
  }

  private LedgerEntry lookAfter(LedgerEntry entry) {
    boolean open =
        !entry.status().isFinal() && !transactions.isInFlight(entry.terms().transactionId());
    return open ? settlement.lookAfter(entry) : entry;
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
