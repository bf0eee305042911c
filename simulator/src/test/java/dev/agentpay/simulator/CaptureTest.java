package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.simulator.pay.TypingResult;
import dev.agentpay.simulator.wire.Luhn;
import dev.agentpay.simulator.world.ControlRefused;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests the capture of fields: keys, validation and status callbacks.
class CaptureTest {
  private static final String MADE_UP = madeUp();
  private static final String ALL_TYPES =
      "visa mastercard amex maestro discover jcb diners-club enroute";

  @ParameterizedTest
  @CsvSource({
    "4111111111111111, visa",
    "5555555555554444, mastercard",
    "2223003122003222, mastercard",
    "378282246310005, amex",
    "6011111111111117, discover",
    "3065930009020004, diners-club",
    "36227206271667, diners-club",
    "30569309025904, diners-club",
    "3566002020360505, jcb",
    "6200000000000005, discover",
    "6771798021000008, maestro",
  })
  void a_test_card_is_captured_with_its_brand(String card, String brand) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "ValidCardTypes", ALL_TYPES);
    world.capture(call, payment, "payment-card-number");
    world.types(call, card);
    world.pass(6);

    assertThat(world.callbacks())
        .filteredOn(callback -> "false".equals(callback.get("PartialResult")))
        .singleElement()
        .satisfies(
            callback ->
                assertThat(callback)
                    .containsEntry("PaymentCardType", brand)
                    .containsEntry(
                        "PaymentCardNumber",
                        "x".repeat(card.length() - 4) + card.substring(card.length() - 4))
                    .containsEntry("Required", "expiration-date,security-code")
                    .doesNotContainKey("ErrorType"));
  }

  @ParameterizedTest
  @CsvSource({
    "payment-card-number, 4242424242424241, invalid-card-number",
    "payment-card-number, 42424242, invalid-card-number",
    "payment-card-number, 0000000000000000, invalid-card-number",
    "payment-card-number, 6011111111111117, invalid-card-type",
    "expiration-date, 0226, invalid-date",
    "expiration-date, 1332, invalid-date",
    "expiration-date, 0032, invalid-date",
    "expiration-date, 12, invalid-date",
    "security-code, 12, invalid-security-code",
    "postal-code, 1234, invalid-postal-code",
  })
  void a_wrong_entry_leaves_the_field_required(String field, String typed, String error) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "PostalCode", "true", "MinPostalCodeLength", "5");
    if (field.equals("security-code")) {
      world.capture(call, payment, "payment-card-number");
      world.types(call, "4242424242424242");
    }
    world.capture(call, payment, field);
    world.types(call, typed);
    world.pass(6);

    assertThat(world.lastCallback())
        .containsEntry("Capture", field)
        .containsEntry("ErrorType", error)
        .doesNotContainKey("Result");
    assertThat(world.lastCallback().get("Required")).contains(field);

    world.capture(call, payment, field);
    assertThat(world.lastCallback()).doesNotContainKey("ErrorType");
    assertThat(world.types(call, "1").heardByPayment()).isEqualTo(1);
  }

  @Test
  void a_card_is_valid_in_its_expiry_month() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "expiration-date");
    world.types(call, "0326");
    assertThat(world.lastCallback())
        .containsEntry("ExpirationDate", "0326")
        .doesNotContainKey("ErrorType");
  }

  @Test
  void american_express_has_a_four_digit_code() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "378282246310005");
    world.capture(call, payment, "security-code");
    world.types(call, "123");
    assertThat(world.lastCallback()).containsEntry("PartialResult", "true");
    world.types(call, "4");
    assertThat(world.lastCallback())
        .containsEntry("PartialResult", "false")
        .containsEntry("SecurityCode", "xxxx");
  }

  @Test
  void refuses_a_security_code_before_the_card() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "security-code");
    assertThat(world.lastCallback())
        .containsEntry("ErrorType", "invalid-card-number-security-code-capture-sequence");
    assertThat(world.types(call, "123").heardByPayment()).isZero();
  }

  @Test
  void the_inter_digit_timeout_ends_an_entry() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "Timeout", "12");
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4");
    world.pass(11);
    assertThat(world.lastCallback()).containsEntry("PartialResult", "true");
    world.pass(1);
    assertThat(world.lastCallback()).containsEntry("ErrorType", "invalid-card-number");
  }

  @Test
  void the_timeout_restarts_with_every_digit() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    final CompletableFuture<TypingResult> typing =
        world.twilio.type(call, "4242424242424242", 4_900);
    world.pass(4.9 * 15 + 1);
    assertThat(typing).isCompletedWithValueMatching(keys -> keys.heardByPayment() == 16);
    assertThat(world.lastCallback()).containsEntry("PartialResult", "false");
  }

  @Test
  void capturing_a_field_again_discards_its_digits() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4242424242424242");
    assertThat(world.lastCallback().get("Required")).doesNotContain("payment-card-number");
    world.capture(call, payment, "payment-card-number");
    assertThat(world.lastCallback().get("Required")).startsWith("payment-card-number");
    assertThat(world.lastCallback()).doesNotContainKeys("PaymentCardNumber", "PaymentCardType");
    world.types(call, "4000");
    world.capture(call, payment, "payment-card-number");
    world.types(call, "5555555555554444");
    assertThat(world.lastCallback()).containsEntry("PaymentCardType", "mastercard");
  }

  @Test
  void a_star_ends_the_payment() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4242*");
    assertThat(world.lastCallback()).containsEntry("Result", "caller-interrupted-with-star");
    assertThat(world.types(call, "4").heardByPayment()).isZero();
    assertThat(world.code(world.update(call, payment, "Capture", "payment-card-number")))
        .isEqualTo(64021);
    assertThat(world.create(call).status()).isEqualTo(201);
  }

  @Test
  void a_hang_up_ends_the_payment() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4242");
    world.twilio.hangUp(call);
    world.pass(1);
    assertThat(world.lastCallback())
        .containsEntry("Sid", payment)
        .containsEntry("Result", "caller-hung-up");
  }

  @Test
  void ignores_keys_while_no_field_is_captured() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    assertThat(world.types(call, "42").heardBy()).containsExactly("nobody", "nobody");
    world.open(call);
    assertThat(world.types(call, "42").heardBy()).containsExactly("nobody", "nobody");
  }

  @Test
  void ignores_keys_on_the_agents_leg() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String agent = world.twilio.call(call).children().getFirst().sid();
    final String payment = world.open(agent);
    world.capture(agent, payment, "payment-card-number");
    assertThat(world.types(agent, "4").heardByPayment()).isZero();
    assertThat(world.types(call, "4").heardByPayment()).isZero();
  }

  @Test
  void a_bank_account_is_checked_and_masked_with_stars() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment =
        world.open(call, "PaymentMethod", "ach-debit", "Parameter", "{\"AVSName\":\"A Customer\"}");
    assertThat(world.callbacks().size()).isZero();
    world.pass(0.1);
    assertThat(world.lastCallback())
        .containsEntry("PaymentMethod", "ach-debit")
        .containsEntry("BankAccountType", "consumer-checking");
    world.capture(call, payment, "bank-routing-number");
    assertThat(world.lastCallback())
        .containsEntry("Required", "bank-routing-number,bank-account-number");
    world.types(call, "021000022");
    assertThat(world.lastCallback()).containsEntry("ErrorType", "invalid-bank-routing-number");
    world.capture(call, payment, "bank-routing-number");
    world.types(call, "021000021");
    assertThat(world.lastCallback()).containsEntry("BankRoutingNumber", "021000021");
    world.capture(call, payment, "bank-account-number");
    world.types(call, "123#");
    assertThat(world.lastCallback()).containsEntry("ErrorType", "invalid-bank-account-number");
    world.capture(call, payment, "bank-account-number");
    world.types(call, "123456789#");
    assertThat(world.lastCallback())
        .containsEntry("BankAccountNumber", "*******89")
        .containsEntry("Required", "");
    world.complete(call, payment);
    world.pass(1);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
    assertThat(world.connectorBody())
        .containsEntry("bankaccountnumber", "123456789")
        .containsEntry("routingnumber", "021000021")
        .containsEntry("parameters", Map.of("AVSName", "A Customer"))
        .doesNotContainKey("cardnumber");
  }

  @Test
  void a_postal_code_is_not_masked() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "PostalCode", "true");
    world.capture(call, payment, "postal-code");
    world.types(call, "94107#");
    assertThat(world.lastCallback()).containsEntry("PaymentCardPostalCode", "94107");
  }

  @Test
  void refuses_a_possibly_real_card_before_any_key() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    int before = world.callbacks().size();
    for (String keys : List.of(MADE_UP, MADE_UP + "#")) {
      assertThatThrownBy(() -> world.twilio.type(call, keys, 0))
          .isInstanceOf(ControlRefused.class)
          .hasMessageContaining("test cards")
          .hasMessageNotContaining(MADE_UP.substring(0, 8));
    }
    world.pass(10);
    assertThat(world.callbacks()).hasSize(before);
  }

  @Test
  void a_possibly_real_card_typed_slowly_is_invalid() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    for (String key : MADE_UP.split("(?<=.)", 0)) {
      try {
        world.twilio.type(call, key, 0).join();
      } catch (ControlRefused refused) {
        assertThat(refused.type()).isEqualTo("not-a-test-card");
      }
    }
    world.pass(10);
    assertThat(world.callbacks())
        .noneMatch(callback -> "false".equals(callback.get("PartialResult")));
    assertThat(world.lastCallback()).containsEntry("ErrorType", "invalid-card-number");
  }

  /// A number with a valid check digit that is not a published test card.
  private static String madeUp() {
    final String stem = "499999999999999";
    for (char last = '0'; last <= '9'; last++) {
      if (Luhn.holds(stem + last)) {
        return stem + last;
      }
    }
    throw new AssertionError("some check digit always fits");
  }
}
