package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.scenarios.actors.Customer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Errors during a payment, and how the agent continues.
class DeskErrorsTest extends DeskTestBase {
  /// A routing number that Stripe publishes for tests.
  private static final String ROUTING = "110000000";

  /// An account number that Twilio publishes for tests, and the key that ends the input.
  private static final String ACCOUNT = "123456789#";

  /// One error for each way in which a capture continues. `./dev nightly` tries all errors.
  static Stream<ErrorType> errors() {
    final Set<ErrorType> few =
        EnumSet.of(
            ErrorType.INPUT_TIMEOUT, ErrorType.INVALID_CARD_NUMBER, ErrorType.INTERNAL_ERROR);
    // OTHER has no wire name. CODE_BEFORE_CARD needs a capture order that this page does not offer.
    final Set<ErrorType> all =
        EnumSet.complementOf(EnumSet.of(ErrorType.OTHER, ErrorType.CODE_BEFORE_CARD));
    return (Boolean.getBoolean("agentpay.pages.thorough") ? all : few).stream();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void every_error_has_a_prompt_and_can_be_retried(ErrorType error) {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    world.faults(Map.of("keys", Map.of("nextErrorTypes", List.of(error.wire()))));
    customer.typesCard(Customer.GOOD_CARD);
    assertThat(alice.field(CARD)).containsText("1 not accepted");
    assertThat(alice.session().locator(".say.bad")).isVisible();
    assertThat(alice.announcement()).containsText("Card number not accepted");
    Screenshots.check(alice.page(), "error-" + error.wire());
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
  void unknown_error_has_a_prompt() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    world.faults(Map.of("keys", Map.of("nextErrorTypes", List.of("brand-new-error"))));
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees("idle");
    assertThat(alice.prompt()).containsText("That did not work");
    Screenshots.check(alice.page(), "error-other");
    alice.asksAgain("Card number");
    alice.sees(CARD, "capturing");
  }

  @Test
  void security_code_before_card_leads_to_the_card() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
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
  void silence_is_reported_and_retried_once() {
    final DeskPage alice = desk("alice");
    world.customerOnTheLineWith(alice);
    world.setFirstDigitTimeout(3);
    alice.takesPayment("42.50");
    alice.sees("idle");
    assertThat(alice.prompt()).containsText("did not receive any digits");
    assertThat(alice.field(CARD)).containsText("2 not accepted");
  }

  @ParameterizedTest
  @CsvSource({
    "payment-card-number,Card number",
    "expiration-date,Expiry",
    "security-code,Security code"
  })
  void field_can_be_captured_again(String field, String name) {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
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
  void postal_code_can_be_captured_again() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.opensMore();
    alice.togglesSwitch("Ask for the postal code too");
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
  void bank_account_fields_can_be_captured_again() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.opensMore();
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
  void star_key_stops_the_payment_but_not_the_call() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    customer.types(CARD, "4242*", "some digits and the star key");
    alice.sees("abandoned");
    assertThat(alice.prompt()).containsText("star key");
    assertThat(alice.session()).containsText("Stopped by the star key");
    alice.button("Another payment").click();
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
  }

  @Test
  void asks_before_the_same_amount_is_taken_again() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits();
    alice.sees("paid");
    alice.button("Another payment").click();
    alice.takesPayment("42.50");
    assertThat(alice.page().locator("pay-form")).containsText("You took $42.50 on this call");
    Screenshots.check(alice.page(), "same-amount");
    alice.button("Take another anyway").click();
    alice.sees(CARD, "capturing");
  }

  @Test
  void warns_before_a_second_payment_if_unconfirmed() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    makeUnconfirmed(alice, customer);
    Screenshots.check(alice.page(), "unconfirmed");
    alice.reloads();
    alice.sees("unconfirmed");
    alice.button("Another payment").click();
    alice.takesPayment("42.50");
    assertThat(alice.page().locator("pay-form")).containsText("may have charged");
    Screenshots.check(alice.page(), "confirm-another");
    alice.button("Take another anyway").click();
    alice.sees(CARD, "capturing");
  }

  @Test
  void supervisor_resolves_an_unconfirmed_payment() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    final DeskPage sam = desk("sam");
    makeUnconfirmed(alice, customer);
    Screenshots.check(sam.page(), "supervisor");
    sam.button("Resolve").first().click();
    assertThat(sam.textbox("How you know")).isFocused();
    assertThat(sam.page().locator("resolve-dialog"))
        .containsText(Pattern.compile("Agent\\s*alice\\s*Customer\\s*\\+1202555"));
    assertThat(sam.page().locator("resolve-dialog wa-radio[checked]")).hasCount(0);
    Screenshots.check(sam.page(), "resolve");
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

  /// Makes a payment unconfirmed: its connector has no ledger, and the final callback is lost.
  private void makeUnconfirmed(DeskPage alice, Customer customer) {
    alice.opensMore();
    alice.selects("Pay to", "hosted");
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    world.faults(Map.of("webhooks", Map.of("dropNextFinal", 1)));
    alice.submits();
    alice.sees("completing");
    alice.sees("unconfirmed");
  }
}
