package dev.agentpay.connector;

import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.TokenOrder;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes an order in the sequence that neither loses a charge nor makes one twice: record the
/// order, call the processor, record the outcome, answer.
///
/// If the outcome of a repeated transaction is unknown (after a crash, or because the processor
/// could not tell), the processor gets the order again under the same id. If it is known, the
/// answer comes from the ledger.
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final Ledger ledger;
  private final CardProcessor processor;
  private final InstantSource clock;

  Settlement(Ledger ledger, CardProcessor processor, InstantSource clock) {
    this.ledger = ledger;
    this.processor = processor;
    this.clock = clock;
  }

  /// Processes an order. The caller must not call this concurrently for one transaction id.
  Answer settle(Order order, Terms terms) {
    Optional<LedgerEntry> begun;
    try {
      begun = ledger.begin(terms, clock.instant());
    } catch (RuntimeException e) {
      Failures.log(LOG, "Cannot write the ledger; the order was not processed", e);
      return Answer.unsettled(Optional.of(terms.method()), "Cannot write the ledger");
    }
    if (begun.isEmpty()) {
      return Answer.unsettled(
          Optional.of(terms.method()),
          "Another charge of this session has an unknown outcome; this one was not made");
    }
    LedgerEntry entry = begun.get();
    if (!entry.terms().equals(terms)) {
      return Answer.refused(terms.method(), Refusals.IDEMPOTENCY_MISMATCH);
    }
    return Answer.of(entry.status().isFinal() ? entry : process(order, entry));
  }

  /// Answers from the ledger, without calling the processor.
  Answer recorded(Terms terms) {
    Optional<LedgerEntry> entry = ledger.find(terms.transactionId());
    if (entry.isPresent() && !entry.get().terms().equals(terms)) {
      return Answer.refused(terms.method(), Refusals.IDEMPOTENCY_MISMATCH);
    }
    return entry
        .map(Answer::of)
        .orElseGet(() -> Answer.unsettled(Optional.of(terms.method()), "Not in the ledger"));
  }

  /// Asks the processor for the outcome of an unsettled transaction and records it.
  LedgerEntry resolve(LedgerEntry entry) {
    try {
      Optional<Outcome> outcome =
          processor
              .resolve(LedgerAttempt.of(ledger, entry))
              .filter(known -> isOutcomeOf(entry.terms().method(), known));
      return outcome.isPresent()
          ? ledger.end(entry.terms().transactionId(), outcome.get(), clock.instant())
          : entry;
    } catch (RuntimeException e) {
      Failures.log(LOG, "Cannot look up the outcome of a transaction", e);
      return entry;
    }
  }

  private LedgerEntry process(Order order, LedgerEntry entry) {
    Outcome outcome = CleanOutcome.of(ask(order, entry), order.paymentMethod());
    try {
      return ledger.end(entry.terms().transactionId(), outcome, clock.instant());
    } catch (RuntimeException e) {
      // The outcome is true even if it is not recorded, and a repeat will get the same one.
      Failures.log(LOG, "Cannot record the outcome of a transaction", e);
      return entry.ended(outcome, clock.instant());
    }
  }

  private Outcome ask(Order order, LedgerEntry entry) {
    Attempt attempt = LedgerAttempt.of(ledger, entry, order.paymentMethod());
    try {
      return switch (order) {
        case ChargeOrder charge -> processor.charge(charge, attempt);
        case TokenOrder token -> processor.tokenize(token, attempt);
      };
    } catch (Throwable e) {
      // Catch an Error too: if it were not caught, the JVM would print its message.
      Failures.log(LOG, "The processor failed", e);
      return new Outcome.Unclear("The processor failed with " + e.getClass().getSimpleName());
    }
  }

  private static boolean isOutcomeOf(Method method, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Charged _ -> method == Method.CHARGE;
      case Outcome.Tokenized _ -> method == Method.TOKENIZE;
      case Outcome.Refused _ -> true;
      case Outcome.Unclear _ -> false;
    };
  }
}
