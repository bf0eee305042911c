package dev.agentpay.connector;

import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.TransactionId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Keeps the gateway's ids of a transaction in the ledger.
final class LedgerAttempt implements Attempt {
  private final Ledger ledger;
  private final TransactionId transactionId;
  private final Optional<PaymentMethod> used;
  private final Instant startedAt;
  private volatile Map<String, String> ids;

  private LedgerAttempt(Ledger ledger, LedgerEntry entry, Optional<PaymentMethod> used) {
    this.ledger = ledger;
    this.transactionId = entry.terms().transactionId();
    this.used = used;
    this.startedAt = entry.startedAt();
    this.ids = entry.gatewayIds();
  }

  /// @param used masks its own number in an id, as in every other text of the ledger
  static Attempt of(Ledger ledger, LedgerEntry entry, PaymentMethod used) {
    return new LedgerAttempt(ledger, entry, Optional.of(used));
  }

  /// An attempt whose card is gone.
  static Attempt of(Ledger ledger, LedgerEntry entry) {
    return new LedgerAttempt(ledger, entry, Optional.empty());
  }

  @Override
  public TransactionId transactionId() {
    return transactionId;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public Map<String, String> ids() {
    return ids;
  }

  @Override
  public void record(String name, String id) {
    check(name, "name");
    check(id, "id");
    String clean = used.map(method -> method.maskIn(id)).orElse(id);
    ids = Map.copyOf(ledger.record(transactionId, name, clean));
  }

  private static void check(String text, String what) {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "The %s must be 1 to %s characters and not blank".formatted(what, LONGEST));
    }
  }
}
