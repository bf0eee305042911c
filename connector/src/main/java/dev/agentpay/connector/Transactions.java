package dev.agentpay.connector;

import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.TransactionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that each transaction is at work at most once at a time, and that all who ask for it
/// meanwhile hear the same.
final class Transactions implements AutoCloseable {
  /// Each holds a card number in memory; far more than any contact centre submits within seconds.
  private static final int MOST_IN_FLIGHT = 1_000;

  /// What closing leaves to a processor before it interrupts it, and again afterwards.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Settlement settlement;
  private final Duration holdFor;
  private final ConcurrentMap<TransactionId, InFlight> inFlight = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /// @param holdFor how long a request waits for its outcome
  Transactions(Settlement settlement, Duration holdFor) {
    this.settlement = settlement;
    this.holdFor = holdFor;
  }

  private record InFlight(Terms terms, CompletableFuture<Answer> answer) {}

  /// Takes the order over, wipes it when it is settled, and waits for its outcome for as long as a
  /// request is held. The work goes on when that is too short: a later repeat hears how it ended.
  Answer settle(Order order) {
    Terms terms = Terms.of(order);
    InFlight mine = new InFlight(terms, new CompletableFuture<>());
    InFlight first = inFlight.putIfAbsent(terms.transactionId(), mine);
    if (first == null) {
      start(order, mine);
      return await(mine);
    }
    order.paymentMethod().wipe();
    Answer answer = await(first);
    return first.terms().equals(terms) ? answer : settlement.recorded(terms);
  }

  /// Runs beside the requests and ends with them.
  void inBackground(String what, Runnable work) {
    workers.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            Failures.log(LOG, what + " failed", e);
          }
        });
  }

  boolean isInFlight(TransactionId id) {
    return inFlight.containsKey(id);
  }

  /// Nobody waits any longer for what is at work; the work goes on.
  void letGo() {
    inFlight
        .values()
        .forEach(
            one -> one.answer().complete(unsettled(one.terms(), "The connector is going down")));
  }

  @Override
  public void close() {
    workers.shutdown();
    if (!ended()) {
      workers.shutdownNow();
      ended();
    }
  }

  private void start(Order order, InFlight mine) {
    if (!room.tryAcquire()) {
      turnAway(order, mine, "Too many transactions at once: ask again");
      return;
    }
    try {
      workers.execute(() -> work(order, mine));
    } catch (RejectedExecutionException _) {
      room.release();
      turnAway(order, mine, "The connector is going down: ask again");
    }
  }

  private void turnAway(Order order, InFlight mine, String reason) {
    order.paymentMethod().wipe();
    finish(mine, unsettled(mine.terms(), reason));
  }

  private void work(Order order, InFlight mine) {
    Answer answer = unsettled(mine.terms(), "The connector failed: ask again");
    try {
      answer = settlement.settle(order, mine.terms());
    } finally {
      order.paymentMethod().wipe();
      room.release();
      finish(mine, answer);
    }
  }

  private void finish(InFlight mine, Answer answer) {
    inFlight.remove(mine.terms().transactionId(), mine);
    mine.answer().complete(answer);
  }

  private Answer await(InFlight one) {
    try {
      return one.answer().get(holdFor.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return unsettled(one.terms(), "The processor is still at work: ask again");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unsettled(one.terms(), "The connector is going down: ask again");
    } catch (ExecutionException e) {
      throw new IllegalStateException("An answer is never completed with an exception", e);
    }
  }

  private boolean ended() {
    try {
      return workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Answer unsettled(Terms terms, String reason) {
    return Answer.unsettled(Optional.of(terms.method()), reason);
  }
}
