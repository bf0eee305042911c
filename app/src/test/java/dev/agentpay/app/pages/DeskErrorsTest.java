package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.scenarios.actors.Customer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong while the customer types, and how the agent gets on.
class DeskErrorsTest extends DeskTest {
  /// Published by Stripe for tests.
  private static final String ROUTING = "110000000";

  /// Published by Twilio for tests, and the key that ends it.
  private static final String ACCOUNT = "123456789#";

  @ParameterizedTest
  @EnumSource(
      value = ErrorType.class,
      mode = EXCLUDE,
      // The first has no name; the second needs another order than this page offers.
      names = {"OTHER", "CODE_BEFORE_CARD"})
  void every_error_of_twilio_has_words_for_the_customer_and_a_way_on(ErrorType error) {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    world.faults(Map.of("keys", Map.of("nextErrorTypes", List.of(error.wire()))));
    customer.typesCard(Customer.GOOD_CARD);
    assertThat(alice.field(CARD)).containsText("1 not accepted");
    assertThat(alice.session().locator(".say.bad")).isVisible();
    assertThat(alice.spoken()).containsText("Card number not accepted");
    Look.at(alice.page(), "error-" + error.wire());
    if (error.maxAutomaticRequests() == 0) {
      alice.sees("idle");
      alice.asksAgain("Card number");
    }
    alice.sees(CARD, "capturing");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits();
    alice.sees("paid");
  }

  @Test
  void an_error_that_nobody_has_heard_of_has_words_too() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    world.faults(Map.of("keys", Map.of("nextErrorTypes", List.of("brand-new-error"))));
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees("idle");
    assertThat(alice.words()).containsText("That did not work");
    Look.at(alice.page(), "error-other");
    alice.asksAgain("Card number");
    alice.sees(CARD, "capturing");
  }

  @Test
  void a_code_that_is_asked_for_before_the_card_leads_to_the_card() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    PayClient.connect(world.server())
        .signIn("alice", DemoWorld.cast().password())
        .start(
            StartPayment.on(customer.call())
                .charge("42.50", "USD")
                .captureOrder(
                    CaptureField.SECURITY_CODE,
                    CaptureField.PAYMENT_CARD_NUMBER,
                    CaptureField.EXPIRATION_DATE));
    alice.sees(CARD, "capturing");
    assertThat(alice.field(CODE)).containsText("1 not accepted");
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees(CARD, "captured");
  }

  @Test
  void silence_is_told_and_asked_about_once_more() {
    final DeskPage alice = desk("alice");
    world.customerOf(alice);
    world.silenceEndsAfter(3);
    alice.takesPayment("42.50");
    alice.sees("idle");
    assertThat(alice.words()).containsText("did not receive any digits");
    assertThat(alice.field(CARD)).containsText("2 not accepted");
  }

  @ParameterizedTest
  @CsvSource({
    "payment-card-number,Card number",
    "expiration-date,Expiry",
    "security-code,Security code"
  })
  void each_field_can_be_asked_for_again(String field, String name) {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    alice.asksAgain(name);
    alice.sees("capturing").sees(field, "capturing");
    switch (field) {
      case CARD -> customer.typesCard(Customer.GOOD_CARD);
      case EXPIRY -> customer.typesExpiry();
      default -> customer.typesCode();
    }
    alice.submits();
    alice.sees("paid");
  }

  @Test
  void the_postal_code_can_be_asked_for_again() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.more();
    alice.switches("Ask for the postal code too");
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.GOOD_CARD);
    customer.types("postal-code", "94105#", "the postal code");
    alice.sees("ready");
    alice.asksAgain("Postal code");
    alice.sees("postal-code", "capturing");
    customer.types("postal-code", "10001#", "another postal code");
    alice.submits();
    alice.sees("paid");
  }

  @Test
  void the_numbers_of_a_bank_account_can_be_asked_for_again() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.more();
    alice.choosesRadio("Bank account");
    alice.textbox("Name on the account").fill("Ada Lovelace");
    alice.takesPayment("42.50");
    customer.types("bank-routing-number", ROUTING, "the routing number");
    alice.sees("bank-account-number", "capturing");
    alice.asksAgain("Routing number");
    alice.sees("bank-routing-number", "capturing");
    customer.types("bank-routing-number", ROUTING, "the routing number");
    customer.types("bank-account-number", ACCOUNT, "the account number");
    alice.sees("ready");
    alice.asksAgain("Account number");
    customer.types("bank-account-number", ACCOUNT, "the account number");
    alice.sees("ready");
  }

  @Test
  void nothing_can_go_wrong_with_a_second_payment_while_the_first_may_have_charged() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    unconfirmed(alice, customer);
    Look.at(alice.page(), "unconfirmed");
    alice.reloads();
    alice.sees("unconfirmed");
    alice.button("Another payment").click();
    alice.takesPayment("42.50");
    assertThat(alice.page().locator("pay-form")).containsText("may have charged");
    Look.at(alice.page(), "confirm-another");
    alice.button("Take another anyway").click();
    alice.sees(CARD, "capturing");
  }

  @Test
  void a_supervisor_resolves_what_nobody_confirmed() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    final DeskPage sam = desk("sam");
    unconfirmed(alice, customer);
    Look.at(sam.page(), "supervisor");
    sam.button("Resolve").first().click();
    assertThat(sam.textbox("How you know")).isFocused();
    Look.at(sam.page(), "resolve");
    sam.button("Save").click();
    assertThat(sam.page().locator("resolve-dialog")).containsText("Choose how the payment ended");
    sam.choosesRadio("Paid");
    sam.button("Save").click();
    assertThat(sam.page().locator("resolve-dialog")).containsText("Enter how you know");
    sam.textbox("How you know").fill("seen in the processor's dashboard");
    sam.button("Save").click();
    assertThat(sam.page().locator("resolve-dialog"))
        .containsText("what the processor’s records show");
    sam.textbox("Evidence").fill("ch_1");
    sam.button("Save").click();
    assertThat(sam.page().locator("resolve-dialog")).hasCount(0);
    alice.sees("paid");
  }

  /// A connector without a ledger, and the last word of Twilio lost: nobody knows how it ended.
  private void unconfirmed(DeskPage alice, Customer customer) {
    alice.more();
    alice.picks("Pay to", "hosted");
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    world.faults(Map.of("webhooks", Map.of("dropNextFinal", 1)));
    alice.submits();
    alice.sees("completing");
    alice.sees("unconfirmed");
  }
}
