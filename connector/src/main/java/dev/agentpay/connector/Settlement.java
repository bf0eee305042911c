package dev.agentpay.connector;

import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.Processor;
import dev.agentpay.connector.spi.TokenOrder;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The order of events that loses no charge and makes none twice: record, ask the processor, record
/// the end, answer.
///
/// A transaction whose end nobody knows (we crashed, or the processor could not tell) is given to
/// the processor again under the same id; one with a known end is answered from the ledger.
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final Ledger ledger;
  private final Processor processor;
  private final InstantSource clock;

  Settlement(Ledger ledger, Processor processor, InstantSource clock) {
    this.ledger = ledger;
    this.processor = processor;
    this.clock = clock;
  }

  /// Never twice at once for one transaction id: the caller sees to that.
  Answer settle(Order order, Terms terms) {
    Optional<LedgerEntry> begun;
    try {
      begun = ledger.begin(terms, clock.instant());
    } catch (RuntimeException e) {
      Failures.log(LOG, "The ledger cannot be written: nothing was charged", e);
      return Answer.unsettled(Optional.of(terms.method()), "The ledger cannot be written");
    }
    if (begun.isEmpty()) {
      return Answer.unsettled(
          Optional.of(terms.method()),
          "Another charge of this session has no known end yet; this one was not made: ask again");
    }
    LedgerEntry entry = begun.get();
    if (!entry.terms().equals(terms)) {
      return Answer.refused(terms.method(), Refusals.IDEMPOTENCY_MISMATCH);
    }
    return Answer.of(entry.status().isFinal() ? entry : process(order, entry));
  }

  /// What the ledger says about these terms, without asking the processor.
  Answer recorded(Terms terms) {
    Optional<LedgerEntry> entry = ledger.find(terms.transactionId());
    if (entry.isPresent() && !entry.get().terms().equals(terms)) {
      return Answer.refused(terms.method(), Refusals.IDEMPOTENCY_MISMATCH);
    }
    return entry
        .map(Answer::of)
        .orElseGet(() -> Answer.unsettled(Optional.of(terms.method()), "Not recorded: ask again"));
  }

  /// Asks the processor how a transaction ended whose end is not known, and records what it says.
  LedgerEntry lookAfter(LedgerEntry entry) {
    try {
      Optional<Outcome> outcome =
          processor
              .outcomeOf(entry.terms().transactionId())
              .filter(known -> ends(entry.terms().method(), known));
      return outcome.isPresent()
          ? ledger.end(entry.terms().transactionId(), outcome.get(), clock.instant())
          : entry;
    } catch (RuntimeException e) {
      Failures.log(LOG, "The processor could not be asked about a transaction", e);
      return entry;
    }
  }

  private LedgerEntry process(Order order, LedgerEntry entry) {
    Outcome outcome = CleanOutcome.of(ask(order), order.paymentMethod());
    try {
      return ledger.end(entry.terms().transactionId(), outcome, clock.instant());
    } catch (RuntimeException e) {
      // What the processor said is true, recorded or not, and after a restart it will say it again.
      Failures.log(LOG, "The end of a transaction could not be recorded", e);
      return entry.ended(outcome, clock.instant());
    }
  }

  private Outcome ask(Order order) {
    try {
      return switch (order) {
        case ChargeOrder charge -> processor.charge(charge);
        case TokenOrder token -> processor.tokenize(token);
      };
    } catch (Throwable e) {
      // An Error too: uncaught, its message would be printed.
      Failures.log(LOG, "The processor failed", e);
      return new Outcome.Unclear("The processor failed with " + e.getClass().getSimpleName());
    }
  }

  private static boolean ends(Method method, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Charged _ -> method == Method.CHARGE;
      case Outcome.Tokenized _ -> method == Method.TOKENIZE;
      case Outcome.Refused _ -> true;
      case Outcome.Unclear _ -> false;
    };
  }
}
