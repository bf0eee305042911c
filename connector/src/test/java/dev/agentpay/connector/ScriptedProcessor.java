package dev.agentpay.connector;

import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.TokenOrder;
import dev.agentpay.connector.spi.TransactionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A gateway that tests control. It charges once per idempotency key, records the calls, and can be
/// slow, fail or return unclear outcomes.
final class ScriptedProcessor implements CardProcessor {
  /// The transaction ids of all calls, in order.
  final List<String> calls = new CopyOnWriteArrayList<>();

  /// The successful charges by idempotency key.
  final Map<TransactionId, Outcome.OfCharge> charged = new ConcurrentHashMap<>();

  final CountDownLatch lookedUp = new CountDownLatch(1);
  final CountDownLatch called = new CountDownLatch(1);

  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile boolean canLookUp = false;
  volatile Function<ChargeOrder, Outcome.OfCharge> chargeOutcome =
      order -> new Outcome.Charged("ch_" + order.transactionId(), Map.of());

  /// Makes all later charges wait until the returned latch is counted down.
  CountDownLatch closeGate() {
    gate = new CountDownLatch(1);
    return gate;
  }

  @Override
  public Outcome.OfCharge charge(ChargeOrder order, Attempt attempt) {
    calls.add(order.transactionId().value());
    called.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      return new Outcome.Unclear("interrupted");
    }
    Outcome.OfCharge outcome =
        charged.getOrDefault(order.transactionId(), chargeOutcome.apply(order));
    if (outcome instanceof Outcome.Charged) {
      charged.put(order.transactionId(), outcome);
    }
    return outcome;
  }

  @Override
  public Outcome.OfToken tokenize(TokenOrder order, Attempt attempt) {
    calls.add(order.transactionId().value());
    return new Outcome.Tokenized("tok_" + order.transactionId(), Map.of());
  }

  @Override
  public Optional<Outcome> resolve(Attempt attempt) {
    lookedUp.countDown();
    return canLookUp ? Optional.ofNullable(charged.get(attempt.transactionId())) : Optional.empty();
  }
}
