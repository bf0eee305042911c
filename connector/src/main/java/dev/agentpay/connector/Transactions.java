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

/// Processes each transaction at most once at a time. Repeats that arrive meanwhile wait for the
/// same answer.
final class Transactions implements AutoCloseable {
  /// Limits how many card numbers are in memory at once. No contact centre submits this many orders
  /// within a few seconds.
  private static final int MAX_IN_FLIGHT = 1_000;

  /// How long closing waits for the processor before it interrupts it, and again afterwards.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Settlement settlement;
  private final Duration holdFor;
  private final ConcurrentMap<TransactionId, InFlight> inFlight = new ConcurrentHashMap<>();
  private final Semaphore permits = new Semaphore(MAX_IN_FLIGHT);
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /// @param holdFor how long a request waits for the answer
  Transactions(Settlement settlement, Duration holdFor) {
    this.settlement = settlement;
    this.holdFor = holdFor;
  }

  private record InFlight(Terms terms, CompletableFuture<Answer> answer) {}

  /// Takes ownership of the order, wipes it once it is processed, and waits for the answer, at most
  /// `holdFor`. Processing continues after that, and a later repeat gets the answer.
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

  /// Runs `work` on a virtual thread. [#close] waits for it and then interrupts it.
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

  /// Ends the waiting of all requests without an answer. Processing continues.
  void releaseWaiting() {
    inFlight
        .values()
        .forEach(
            one -> one.answer().complete(unsettled(one.terms(), "The connector is shutting down")));
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
    if (!permits.tryAcquire()) {
      reject(order, mine, "Too many transactions are in progress");
      return;
    }
    try {
      workers.execute(() -> work(order, mine));
    } catch (RejectedExecutionException _) {
      permits.release();
      reject(order, mine, "The connector is shutting down");
    }
  }

  private void reject(Order order, InFlight mine, String reason) {
    order.paymentMethod().wipe();
    finish(mine, unsettled(mine.terms(), reason));
  }

  private void work(Order order, InFlight mine) {
    Answer answer = unsettled(mine.terms(), "The connector failed");
    try {
      answer = settlement.settle(order, mine.terms());
    } finally {
      order.paymentMethod().wipe();
      permits.release();
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
      return unsettled(one.terms(), "The processor has not answered yet");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unsettled(one.terms(), "The connector is shutting down");
    } catch (ExecutionException e) {
      throw new IllegalStateException("Answers are never completed with an exception", e);
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
