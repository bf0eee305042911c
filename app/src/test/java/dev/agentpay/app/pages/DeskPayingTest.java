package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.agentpay.scenarios.actors.Customer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Payments as agents take them at the desk, with a customer who types on a telephone.
class DeskPayingTest extends DeskTest {
  @Test
  void a_charge_is_seen_digit_by_digit_and_ends_paid() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerCalls();
    assertThat(alice.spoken()).containsText("Call from +1202555");
    Look.at(alice.page(), "ringing");
    alice.answers();
    Look.at(alice.page(), "form");
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    Look.at(alice.page(), "capturing-card");
    customer.types(CARD, "424242424", "half of a card number");
    alice.seesMask(CARD, "•••• •••• •");
    Look.quicklyAt(alice.page(), "digits");
    customer.types(CARD, "2424242", "the other half");
    alice.sees(CARD, "captured").seesMask(CARD, "•••• •••• •••• 4242");
    assertThat(alice.field(CARD)).containsText("Visa");
    assertThat(alice.spoken()).containsText("Card number done");
    customer.typesExpiry();
    alice.sees(EXPIRY, "captured").sees(CODE, "capturing");
    Look.at(alice.page(), "capturing-code");
    customer.typesCode();
    alice.sees("ready");
    assertThat(alice.words()).containsText("$42.50");
    Look.at(alice.page(), "ready");
    alice.submits();
    alice.sees("paid");
    assertThat(alice.session()).containsText("ch_sandbox_");
    assertThat(alice.spoken()).containsText("Payment: Paid");
    Look.at(alice.page(), "paid");
    customer.hangsUp();
    assertThat(alice.session()).containsText("The call has ended");
    Look.at(alice.page(), "paid-and-over");
  }

  @Test
  void a_card_is_saved_as_a_token() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.choosesRadio("Save for later");
    Look.at(alice.page(), "form-token");
    alice.takes();
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    assertThat(alice.words()).containsText("Shall I save the card");
    alice.button("Save the card").click();
    alice.sees("tokenized");
    assertThat(alice.session()).containsText("tok_sandbox_");
    Look.at(alice.page(), "tokenized");
  }

  @ParameterizedTest
  @CsvSource({"%,15,$48.88", "%,12.5,$47.81", "Amount,5,$47.50"})
  void a_tip_is_added_and_the_total_shown(String kind, String tip, String total) {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.textbox("Amount").first().fill("42.50");
    alice.choosesRadio(kind);
    alice.page().locator("wa-input[data-field=tip] input").fill(tip);
    assertThat(alice.total()).hasText(total);
    alice.takes();
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits();
    alice.sees("paid");
    assertThat(alice.session().locator(".amount")).hasText(total);
  }

  @Test
  void a_bank_account_is_asked_for_its_own_numbers() {
    final DeskPage alice = desk("alice");
    world.customerOf(alice);
    alice.more();
    alice.choosesRadio("Bank account");
    alice.takesPayment("10");
    assertThat(alice.page().locator("pay-form")).containsText("Enter the name on the account");
    alice.textbox("Name on the account").fill("Ada Lovelace");
    Look.at(alice.page(), "form-bank-account");
    alice.takes();
    alice.sees("bank-routing-number", "capturing");
    Look.at(alice.page(), "bank-account");
    alice.cancels();
    alice.sees("cancelled");
  }

  @Test
  void the_postal_code_is_asked_for_when_it_is_wanted() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.more();
    alice.switches("Ask for the postal code too");
    alice.takesPayment("10");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("postal-code", "capturing");
    customer.types("postal-code", "94105#", "the postal code");
    alice.submits();
    alice.sees("paid");
  }

  @Test
  void a_declined_card_can_be_followed_by_another() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.DECLINED_CARD);
    alice.submits();
    alice.sees("declined");
    assertThat(alice.words()).containsText("declined");
    Look.at(alice.page(), "declined");
    alice.button("Another payment").click();
    Look.at(alice.page(), "form-another");
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits();
    alice.sees("paid");
    assertThat(alice.page().locator("desk-today li .badge").first()).hasText("Paid");
    assertThat(alice.page().locator("desk-today li .badge").nth(1)).hasText("Declined");
  }

  @Test
  void what_takes_a_while_is_shown_while_it_does() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    slowly();
    alice.takesPayment("42.50");
    alice.sees("opening");
    Look.inPassing(alice.page(), "opening");
    world.calm();
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    slowly();
    alice.submits();
    alice.sees("completing");
    Look.inPassing(alice.page(), "completing");
    alice.sees("paid");
    world.calm();
    alice.button("Another payment").click();
    alice.takesPayment("1");
    alice.sees(CARD, "capturing");
    slowly();
    alice.cancels();
    alice.sees("cancelling");
    Look.inPassing(alice.page(), "cancelling");
    alice.sees("cancelled");
  }

  /// Twilio takes seven seconds for everything.
  private void slowly() {
    world.faults(
        Map.of(
            "rest", Map.of("delayMillis", 7_000),
            "webhooks", Map.of("delay", 1.0, "delayMillis", 7_000)));
  }

  @Test
  void a_cancel_ends_it_and_charges_nothing() {
    final DeskPage alice = desk("alice");
    world.customerOf(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    alice.cancels();
    alice.sees("cancelled");
    assertThat(alice.words()).containsText("Nothing was charged");
    Look.at(alice.page(), "cancelled");
  }

  @Test
  void a_customer_who_hangs_up_has_left() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.takesPayment("42.50");
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees(EXPIRY, "capturing");
    customer.hangsUp();
    alice.sees("abandoned");
    Look.at(alice.page(), "abandoned");
  }

  @Test
  void an_agent_who_hangs_up_ends_the_call() {
    final DeskPage alice = desk("alice");
    world.customerOf(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    alice.hangsUp();
    alice.sees("abandoned");
    assertThat(alice.page().locator("desk-calls")).containsText("The next one rings here");
  }

  @Test
  void a_payment_that_twilio_refuses_says_so() {
    final DeskPage alice = desk("alice");
    world.customerOf(alice);
    world.faults(
        Map.of(
            "rest",
            Map.of("failNext", List.of(Map.of("operation", "CREATE", "code", 64002, "times", 1)))));
    alice.takesPayment("42.50");
    alice.sees("failed");
    Look.at(alice.page(), "failed");
  }

  @Test
  void two_agents_work_side_by_side_and_neither_sees_the_other() {
    final DeskPage alice = desk("alice");
    final Customer first = world.customerOf(alice);
    final DeskPage bob = desk("bob");
    final Customer second = world.customerOf(bob);
    alice.takesPayment("11.00");
    bob.takesPayment("22.00");
    first.typesCard(Customer.GOOD_CARD);
    second.typesCard(Customer.GOOD_CARD);
    alice.sees(CARD, "captured");
    bob.sees(CARD, "captured");
    assertThat(alice.session().locator(".amount")).hasText("$11.00");
    assertThat(bob.session().locator(".amount")).hasText("$22.00");
    assertThat(alice.page().locator("desk-calls li")).hasCount(1);
    assertThat(bob.page().locator("desk-today")).not().containsText("$11.00");
    assertThat(alice.page().locator("desk-today")).not().containsText("$22.00");
  }

  @Test
  void an_amount_that_is_none_and_a_card_number_in_a_text_are_refused_before_they_are_sent() {
    final DeskPage alice = desk("alice");
    world.customerOf(alice);
    alice.textbox("Amount").fill("12.345");
    alice.takes();
    assertThat(alice.page().locator("pay-form")).containsText("Enter an amount such as 42.50");
    alice.textbox("Reference").fill("card 4111 1111 1111 1111");
    assertThat(alice.page().locator("pay-form")).containsText("looks like a card number");
    assertThat(alice.textbox("Reference")).hasValue("");
    Look.at(alice.page(), "form-wrong");
  }
}
