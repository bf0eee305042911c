package dev.agentpay.connector;

import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.Processor;
import dev.agentpay.connector.spi.TokenOrder;
import dev.agentpay.connector.spi.TransactionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A gateway with switches: it moves money once per idempotency key, counts, and can be slow, lost
/// for words or broken.
final class ScriptedProcessor implements Processor {
  /// Every call, in order.
  final List<String> calls = new CopyOnWriteArrayList<>();

  /// Money that has moved: charges by idempotency key.
  final Map<TransactionId, Outcome.OfCharge> moved = new ConcurrentHashMap<>();

  final CountDownLatch lookedUp = new CountDownLatch(1);
  final CountDownLatch reached = new CountDownLatch(1);

  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile boolean remembers = false;
  volatile Function<ChargeOrder, Outcome.OfCharge> says =
      order -> new Outcome.Charged("ch_" + order.transactionId(), Map.of());

  /// From now on a call waits at the gate until it is opened.
  CountDownLatch closeGate() {
    gate = new CountDownLatch(1);
    return gate;
  }

  @Override
  public Outcome.OfCharge charge(ChargeOrder order) {
    calls.add(order.transactionId().value());
    reached.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      return new Outcome.Unclear("interrupted");
    }
    Outcome.OfCharge outcome = moved.getOrDefault(order.transactionId(), says.apply(order));
    if (outcome instanceof Outcome.Charged) {
      moved.put(order.transactionId(), outcome);
    }
    return outcome;
  }

  @Override
  public Outcome.OfToken tokenize(TokenOrder order) {
    calls.add(order.transactionId().value());
    return new Outcome.Tokenized("tok_" + order.transactionId(), Map.of());
  }

  @Override
  public Optional<Outcome> outcomeOf(TransactionId id) {
    lookedUp.countDown();
    return remembers ? Optional.ofNullable(moved.get(id)) : Optional.empty();
  }
}
