package dev.agentpay.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.connector.spi.BankAccountNumber;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.stripe.Orders.MemoryAttempt;
import dev.agentpay.stripe.StripeStandIn.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StripeProcessorTest {
  private static final String METHODS = "POST /v1/payment_methods";
  private static final String INTENTS = "POST /v1/payment_intents";
  private static final String CONFIRM = "POST /v1/payment_intents/{id}/confirm";
  private static final String GET = "GET /v1/payment_intents/{id}";

  private final StripeStandIn stripe = new StripeStandIn();
  private final MemoryAttempt attempt = new MemoryAttempt();

  @AfterEach
  void stop() {
    stripe.close();
    assertThat(stripe.problems()).isEmpty();
  }

  private CardProcessor processor(boolean savesCards, Duration later) {
    return new StripeProcessor(
        StripeApi.connect(StripeStandIn.KEY, stripe.address().toString()),
        savesCards,
        InstantSource.fixed(Orders.STARTED.plus(later)));
  }

  private CardProcessor processor() {
    return processor(true, Duration.ZERO);
  }

  private Outcome.OfCharge charge(String card) {
    return processor().charge(Orders.charge(card), attempt);
  }

  /// Resolves after Twilio's last repeat.
  private Optional<Outcome> resolveLater() {
    return processor(true, StripeProcessor.REPEATS).resolve(attempt);
  }

  @Test
  void charges_a_telephone_order_in_three_calls() {
    final Outcome outcome = charge(Orders.GOOD_CARD);
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Charged(
                attempt.id("payment_intent").orElseThrow(),
                Map.of("cvcCheck", "pass", "postalCodeCheck", "pass")));
    assertThat(stripe.calls().stream().map(StripeStandIn.Call::operation))
        .containsExactlyInAnyOrder(METHODS, INTENTS, CONFIRM);
    final Map<String, Object> intent = stripe.calls().get(1).form();
    assertThat(Form.text(intent, "amount")).isEqualTo("4250");
    assertThat(Form.text(intent, "currency")).isEqualTo("usd");
    assertThat(Form.text(intent, "metadata.transaction_id")).isEqualTo("t-1");
    assertThat(Form.text(intent, "metadata.session")).isEqualTo("ps_1");
    assertThat(stripe.calls().stream().flatMap(call -> call.key().stream()))
        .containsExactly("t-1:pm", "t-1:pi", "t-1:confirm");
  }

  @Test
  void a_failed_address_check_does_not_decline() {
    assertThat(charge("4000000000000036"))
        .isInstanceOfSatisfying(
            Outcome.Charged.class,
            charged -> assertThat(charged.parameters()).containsEntry("postalCodeCheck", "fail"));
  }

  @ParameterizedTest
  @CsvSource({
    "4000000000000002, generic_decline",
    "4000000000009995, insufficient_funds",
    "4000000000000069, expired_card",
    "4000000000000127, incorrect_cvc",
    "4000000000000119, processing_error",
    "4242424242424241, incorrect_number",
    "4000000000009987, card_declined", // lost: nobody may learn it
    "4000000000009979, card_declined" // stolen
  })
  void a_declined_card_is_refused(String card, String code) {
    assertThat(charge(card))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.message()).doesNotContain(card).doesNotContain("Stripe");
            });
    assertThat(stripe.charged()).isZero();
    assertThat(charge(card)).as("the repeat").isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_failure_before_the_confirmation_is_a_refusal(Fault fault) {
    stripe.fail(METHODS, fault);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Refused.class);
    assertThat(stripe.charged()).isZero();
    assertThat(attempt.ids()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "RAW_CARDS_FORBIDDEN") // only calls with a card
  void a_failure_of_the_intent_is_a_refusal(Fault fault) {
    stripe.fail(INTENTS, fault);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Refused.class);
    assertThat(stripe.charged()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"RAW_CARDS_FORBIDDEN", "UNAUTHORIZED"})
  void an_account_without_approval_is_told(Fault fault) {
    stripe.fail(METHODS, fault);
    assertThat(charge(Orders.GOOD_CARD))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.code()).isEqualTo("processor_setup"));
  }

  @ParameterizedTest
  @CsvSource({"LIMITED", "UNAUTHORIZED"})
  void a_refused_first_confirmation_is_a_refusal(Fault fault) {
    stripe.fail(CONFIRM, fault);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Refused.class);
    assertThat(stripe.charged()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"CUT_AFTER", "ERROR_AFTER", "EMPTY", "HTML"})
  void a_lost_answer_to_the_confirmation_is_looked_up(Fault fault) {
    stripe.fail(CONFIRM, fault);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Charged.class);
    assertThat(stripe.charged()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"CUT_AFTER", "ERROR_AFTER", "EMPTY", "HTML"})
  void a_confirmation_nobody_can_look_up_is_unclear_until_the_repeat(Fault fault) {
    stripe.fail(CONFIRM, fault);
    stripe.fail(GET, Fault.LIMITED);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Unclear.class);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Charged.class);
    assertThat(stripe.charged()).isOne();
  }

  @Test
  void a_confirmation_that_did_not_arrive_is_repeated_by_twilio() {
    stripe.fail(CONFIRM, Fault.CUT_BEFORE);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Unclear.class);
    assertThat(processor().resolve(attempt).orElseThrow())
        .as("while Twilio repeats")
        .isInstanceOf(Outcome.Unclear.class);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Charged.class);
    assertThat(stripe.charged()).isOne();
  }

  /// Stripe still works on the first confirmation when the repeat is refused.
  @Test
  void a_refused_repeat_of_a_confirmation_proves_nothing() {
    stripe.fail(CONFIRM, Fault.CUT_BEFORE);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Unclear.class);
    stripe.fail(CONFIRM, Fault.LIMITED);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Unclear.class);
    stripe.fail(CONFIRM, Fault.LATE);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Unclear.class);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Charged.class);
    assertThat(stripe.charged()).isOne();
  }

  @Test
  void a_confirmation_that_did_not_arrive_is_cancelled_after_the_call() {
    stripe.fail(CONFIRM, Fault.ERROR_BEFORE);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Unclear.class);
    assertThat(resolveLater().orElseThrow())
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.code()).isEqualTo("not_charged"));
    assertThat(stripe.onlyStatus()).isEqualTo("canceled");
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_charge_is_found_without_the_card() {
    stripe.fail(CONFIRM, Fault.CUT_AFTER);
    stripe.fail(GET, Fault.LIMITED);
    assertThat(charge(Orders.GOOD_CARD)).isInstanceOf(Outcome.Unclear.class);
    final int calls = stripe.calls().size();
    assertThat(resolveLater().orElseThrow()).isInstanceOf(Outcome.Charged.class);
    assertThat(stripe.calls().subList(calls, stripe.calls().size()))
        .extracting(StripeStandIn.Call::operation)
        .containsExactly(GET);
  }

  @Test
  void a_transaction_without_an_intent_has_moved_no_money() {
    attempt.setBroken(true);
    assertThatThrownBy(() -> charge(Orders.GOOD_CARD)).isInstanceOf(IllegalStateException.class);
    attempt.setBroken(false);
    assertThat(processor().resolve(attempt)).as("while Twilio repeats").isEmpty();
    assertThat(resolveLater().orElseThrow()).isInstanceOf(Outcome.Refused.class);
    assertThat(stripe.charged()).isZero();
  }

  @Test
  void a_token_is_a_saved_card_of_a_customer() {
    final Outcome outcome = processor().tokenize(Orders.token(Orders.GOOD_CARD), attempt);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Tokenized.class,
            token -> {
              assertThat(token.id()).startsWith("pm_");
              assertThat(token.parameters().get("customer")).startsWith("cus_");
            });
    assertThat(processor().tokenize(Orders.token(Orders.GOOD_CARD), attempt))
        .as("the repeat")
        .isEqualTo(outcome);
  }

  @Test
  void a_one_time_token_is_a_payment_method() {
    assertThat(processor(false, Duration.ZERO).tokenize(Orders.token(Orders.GOOD_CARD), attempt))
        .isInstanceOfSatisfying(
            Outcome.Tokenized.class, token -> assertThat(token.parameters()).isEmpty());
    assertThat(stripe.calls()).hasSize(1);
  }

  @Test
  void a_declined_card_is_not_saved() {
    assertThat(processor().tokenize(Orders.token("4000000000000002"), attempt))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.code()).isEqualTo("generic_decline"));
  }

  @Test
  void bank_accounts_and_cards_without_expiry_are_refused_before_any_call() {
    final ChargeOrder order = Orders.charge(Orders.GOOD_CARD);
    assertThat(processor().charge(with(order, bankAccount()), attempt))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.code()).isEqualTo("not_supported"));
    final PaymentMethod.Card card = Orders.card(Orders.GOOD_CARD);
    assertThat(
            processor()
                .charge(
                    with(
                        order,
                        new PaymentMethod.Card(
                            card.number(), Optional.empty(), Optional.empty(), Optional.empty())),
                    attempt))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.code()).isEqualTo("expiry_missing"));
    assertThat(stripe.calls()).isEmpty();
  }

  @Test
  void every_decline_code_has_one_next_step() {
    final List<String> codes =
        Arrays.stream(Declines.values()).flatMap(step -> step.codes().stream()).toList();
    assertThat(codes).doesNotHaveDuplicates().hasSizeGreaterThan(40);
  }

  private static ChargeOrder with(ChargeOrder order, PaymentMethod method) {
    return new ChargeOrder(
        order.transactionId(),
        order.session(),
        method,
        order.amount(),
        order.description(),
        order.parameters());
  }

  private static PaymentMethod bankAccount() {
    return new PaymentMethod.BankAccount(
        new BankAccountNumber("000123456789".toCharArray()), "110000000", Optional.empty());
  }
}
