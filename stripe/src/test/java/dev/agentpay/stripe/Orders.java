package dev.agentpay.stripe;

import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.CardNumber;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Expiry;
import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.SecurityCode;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TokenOrder;
import dev.agentpay.connector.spi.TransactionId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Orders with published test cards, and what the ledger keeps of them.
final class Orders {
  static final String GOOD_CARD = "4242424242424242";
  static final Instant STARTED = Instant.parse("2026-03-04T05:06:07Z");
  static final TransactionId TRANSACTION = new TransactionId("t-1");

  private Orders() {}

  static ChargeOrder charge(String card) {
    return new ChargeOrder(
        TRANSACTION,
        Optional.of(new SessionId("ps_1")),
        card(card),
        Money.of("42.50", "USD"),
        Optional.of("Order 1042"),
        Map.of());
  }

  static TokenOrder token(String card) {
    return new TokenOrder(
        TRANSACTION,
        Optional.of(new SessionId("ps_1")),
        card(card),
        Optional.of("Order 1042"),
        Map.of());
  }

  static PaymentMethod.Card card(String number) {
    return new PaymentMethod.Card(
        new CardNumber(number.toCharArray()),
        Optional.of(new SecurityCode("123".toCharArray())),
        Optional.of(Expiry.of(12, 2034)),
        Optional.of("94105"));
  }

  /// Keeps ids in memory, as the ledger would on disk.
  static final class MemoryAttempt implements Attempt {
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private boolean isBroken;

    /// Makes the ledger fail from now on, or no longer.
    void setBroken(boolean broken) {
      isBroken = broken;
    }

    @Override
    public TransactionId transactionId() {
      return TRANSACTION;
    }

    @Override
    public Instant startedAt() {
      return STARTED;
    }

    @Override
    public Map<String, String> ids() {
      return Map.copyOf(ids);
    }

    @Override
    public void record(String name, String id) {
      if (isBroken) {
        throw new IllegalStateException("The ledger cannot be written");
      }
      ids.put(name, id);
    }
  }
}
