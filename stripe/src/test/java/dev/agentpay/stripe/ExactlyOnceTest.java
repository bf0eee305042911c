package dev.agentpay.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.stripe.Orders.MemoryAttempt;
import dev.agentpay.stripe.StripeStandIn.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever goes wrong and however often Twilio repeats: a charge is made at most once, a refusal
/// means that none was made, and in the end there is no doubt.
class ExactlyOnceTest {
  private static final int SEEDS = Integer.getInteger("agentpay.stripe.seeds", 150);

  private static final List<String> OPERATIONS =
      List.of(
          "POST /v1/payment_methods",
          "POST /v1/payment_intents",
          "POST /v1/payment_intents/{id}/confirm",
          "GET /v1/payment_intents/{id}",
          "POST /v1/payment_intents/{id}/cancel");

  private static final List<Fault> FAULTS = List.of(Fault.values());

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void an_outcome_is_true_whatever_fails(long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final MemoryAttempt attempt = new MemoryAttempt();
    try (StripeStandIn stripe = new StripeStandIn()) {
      final String card = random.nextInt(5) == 0 ? "4000000000000002" : Orders.GOOD_CARD;
      plant(random, stripe);
      final List<Outcome> outcomes = new ArrayList<>();
      final int requests = 1 + random.nextInt(5);
      for (int i = 0; i < requests && isOpen(outcomes); i++) {
        attempt.setBroken(random.nextInt(6) == 0);
        charge(stripe, card, attempt).ifPresent(outcomes::add);
      }
      attempt.setBroken(false);
      // As often as the server asks the ledger; by then the faults are over.
      for (int i = 0; i < 40 && isOpen(outcomes); i++) {
        processor(stripe, StripeProcessor.REPEATS).resolve(attempt).ifPresent(outcomes::add);
      }
      final Outcome last = outcomes.getLast();
      final long expected = last instanceof Outcome.Charged ? 1 : 0;
      assertThat(last).as("seed %d: %s", seed, outcomes).isNotInstanceOf(Outcome.Unclear.class);
      assertThat(stripe.charged()).as("seed %d: %s", seed, outcomes).isEqualTo(expected);
      assertThat(stripe.problems()).isEmpty();
    }
  }

  private static Optional<Outcome> charge(
      StripeStandIn stripe, String card, MemoryAttempt attempt) {
    try {
      return Optional.of(processor(stripe, Duration.ZERO).charge(Orders.charge(card), attempt));
    } catch (IllegalStateException e) {
      return Optional.empty(); // the ledger failed, so the connector does not know
    }
  }

  private static boolean isOpen(List<Outcome> outcomes) {
    return outcomes.isEmpty() || outcomes.getLast() instanceof Outcome.Unclear;
  }

  private static void plant(SplittableRandom random, StripeStandIn stripe) {
    for (String operation : OPERATIONS) {
      final boolean hasCard = operation.equals("POST /v1/payment_methods");
      while (random.nextInt(3) == 0) {
        final Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        if (hasCard || fault != Fault.RAW_CARDS_FORBIDDEN) {
          stripe.fail(operation, fault);
        }
      }
    }
  }

  private static CardProcessor processor(StripeStandIn stripe, Duration later) {
    return new StripeProcessor(
        StripeApi.connect(StripeStandIn.KEY, stripe.address().toString()),
        true,
        InstantSource.fixed(Orders.STARTED.plus(later)));
  }
}
