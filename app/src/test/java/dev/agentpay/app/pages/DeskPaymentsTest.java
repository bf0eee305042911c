package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.scenarios.actors.Customer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Payments at the desk, with a customer who types on a telephone.
class DeskPaymentsTest extends DeskTestBase {
  @Test
  void charge_shows_each_digit_and_ends_paid() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerCalls();
    assertThat(alice.announcement()).containsText("Call from +1202555");
    Screenshots.check(alice.page(), "ringing");
    alice.answers();
    Screenshots.check(alice.page(), "form");
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    Screenshots.check(alice.page(), "capturing-card");
    customer.types(CARD, "424242424", "half of a card number");
    alice.seesMask(CARD, "•••• •••• •");
    Screenshots.take(alice.page(), "digits");
    customer.types(CARD, "2424242", "the other half");
    alice.sees(CARD, "captured").seesMask(CARD, "•••• •••• •••• 4242");
    assertThat(alice.field(CARD)).containsText("Visa");
    assertThat(alice.announcement()).containsText("Card number done");
    customer.typesExpiry();
    alice.sees(EXPIRY, "captured").sees(CODE, "capturing");
    Screenshots.check(alice.page(), "capturing-code");
    customer.typesCode();
    alice.sees("ready");
    assertThat(alice.prompt()).containsText("$42.50");
    Screenshots.check(alice.page(), "ready");
    alice.submits();
    alice.sees("paid");
    assertThat(alice.session()).containsText("ch_sandbox_");
    assertThat(alice.announcement()).containsText("Payment: Paid");
    Screenshots.check(alice.page(), "paid");
    customer.hangsUp();
    assertThat(alice.session()).containsText("The call has ended");
    Screenshots.check(alice.page(), "paid-and-over");
  }

  @Test
  void card_is_saved_as_a_token() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.choosesRadio("Save for later");
    Screenshots.check(alice.page(), "form-token");
    alice.takes();
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    assertThat(alice.prompt()).containsText("Shall I save the card");
    alice.button("Save the card").click();
    alice.sees("tokenized");
    assertThat(alice.session()).containsText("tok_sandbox_");
    Screenshots.check(alice.page(), "tokenized");
  }

  @ParameterizedTest
  @CsvSource({"%,15,$48.88", "%,12.5,$47.81", "Amount,5,$47.50"})
  void tip_is_added_to_the_total(String kind, String tip, String total) {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
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
  void bank_account_captures_its_own_fields() {
    final DeskPage alice = desk("alice");
    world.customerOnTheLineWith(alice);
    alice.opensMore();
    alice.choosesRadio("Bank account");
    alice.takesPayment("10");
    assertThat(alice.page().locator("pay-form")).containsText("Enter the name on the account");
    alice.textbox("Name on the account").fill("Ada Lovelace");
    alice.selects("Account type", "Business checking");
    Screenshots.check(alice.page(), "form-bank-account");
    alice.takes();
    alice.sees("bank-routing-number", "capturing");
    Screenshots.check(alice.page(), "bank-account");
    final Object started =
        alice.page().evaluate("document.querySelector('pay-desk').model.selection.session");
    assertThat(started).extracting("bankAccountType").isEqualTo("commercial-checking");
    alice.cancels();
    alice.sees("cancelled");
  }

  @Test
  void postal_code_is_captured_if_requested() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.opensMore();
    alice.togglesSwitch("Ask for the postal code too");
    alice.takesPayment("10");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("postal-code", "capturing");
    customer.types("postal-code", "94105#", "the postal code");
    alice.submits();
    alice.sees("paid");
  }

  @Test
  void another_card_can_follow_a_declined_one() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.DECLINED_CARD);
    alice.submits();
    alice.sees("declined");
    assertThat(alice.prompt()).containsText("declined");
    Screenshots.check(alice.page(), "declined");
    alice.button("Try another card").click();
    assertThat(alice.textbox("Amount")).hasValue("42.50");
    Screenshots.check(alice.page(), "form-another");
    alice.takes();
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits();
    alice.sees("paid");
    assertThat(alice.page().locator("desk-today li .badge").first()).hasText("Paid");
    assertThat(alice.page().locator("desk-today li .badge").nth(1)).hasText("Declined");
  }

  @Test
  void transient_states_are_shown() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    delayTwilio();
    alice.takesPayment("42.50");
    alice.sees("opening");
    Screenshots.checkTransient(alice.page(), "opening");
    world.resetFaults();
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    delayTwilio();
    alice.submits();
    alice.sees("completing");
    Screenshots.checkTransient(alice.page(), "completing");
    alice.sees("paid");
    world.resetFaults();
    alice.button("Another payment").click();
    alice.takesPayment("1");
    alice.sees(CARD, "capturing");
    delayTwilio();
    alice.cancels();
    alice.sees("cancelling");
    Screenshots.checkTransient(alice.page(), "cancelling");
    alice.sees("cancelled");
  }

  /// Delays every response and callback of Twilio by seven seconds.
  private void delayTwilio() {
    world.faults(
        Map.of(
            "rest", Map.of("delayMillis", 7_000),
            "webhooks", Map.of("delay", 1.0, "delayMillis", 7_000)));
  }

  @Test
  void cancel_charges_nothing() {
    final DeskPage alice = desk("alice");
    world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    alice.cancels();
    alice.sees("cancelled");
    assertThat(alice.prompt()).containsText("Nothing was charged");
    Screenshots.check(alice.page(), "cancelled");
  }

  @Test
  void payment_is_abandoned_if_the_customer_hangs_up() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees(EXPIRY, "capturing");
    customer.hangsUp();
    alice.sees("abandoned");
    Screenshots.check(alice.page(), "abandoned");
  }

  @Test
  void agent_hangs_up() {
    final DeskPage alice = desk("alice");
    world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    alice.hangsUp();
    alice.sees("abandoned");
    assertThat(alice.page().locator("desk-calls")).containsText("The next one rings here");
  }

  @Test
  void payment_that_twilio_rejects_fails() {
    final DeskPage alice = desk("alice");
    world.customerOnTheLineWith(alice);
    world.faults(
        Map.of(
            "rest",
            Map.of("failNext", List.of(Map.of("operation", "CREATE", "code", 64002, "times", 1)))));
    alice.takesPayment("42.50");
    alice.sees("failed");
    Screenshots.check(alice.page(), "failed");
  }

  @Test
  void agents_do_not_see_each_others_payments() {
    final DeskPage alice = desk("alice");
    final Customer first = world.customerOnTheLineWith(alice);
    final DeskPage bob = desk("bob");
    final Customer second = world.customerOnTheLineWith(bob);
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
  void form_rejects_invalid_amounts_and_card_numbers() {
    final DeskPage alice = desk("alice");
    world.customerOnTheLineWith(alice);
    alice.textbox("Amount").fill("12.345");
    alice.takes();
    assertThat(alice.page().locator("pay-form")).containsText("Enter an amount such as 42.50");
    alice.textbox("Reference").fill("card 4111 1111 1111 1111");
    assertThat(alice.page().locator("pay-form")).containsText("looks like a card number");
    assertThat(alice.textbox("Reference")).hasValue("");
    Screenshots.check(alice.page(), "form-wrong");
  }
}
