package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests fields that the customer has to type twice (`RequireMatchingInputs`), with every value of
/// the switches about them.
class RepeatedEntryTest {
  private static final String CARD = "payment-card-number";
  private static final String AGAIN = "payment-card-number-matcher";
  private static final String NUMBER = "4242424242424242";
  private static final String OTHER_NUMBER = "4111111111111111";

  @Test
  void a_payment_is_completed_only_when_both_entries_match() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", CARD + ", security-code");
    world.fill(call, payment, NUMBER);
    assertThat(world.code(world.complete(call, payment))).isEqualTo(64019);

    types(world, call, payment, AGAIN, NUMBER);
    assertThat(world.lastCallback())
        .containsEntry("Capture", AGAIN)
        .containsEntry("PartialResult", "false")
        .containsEntry("PaymentCardNumber", "xxxxxxxxxxxx4242")
        .containsEntry("Required", "security-code-matcher")
        .doesNotContainKey("ErrorType");
    assertThat(world.code(world.complete(call, payment))).isEqualTo(64019);

    types(world, call, payment, "security-code-matcher", "123");
    assertThat(world.lastCallback()).containsEntry("Required", "");
    assertThat(world.complete(call, payment).status()).isEqualTo(202);
    world.pass(1);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
    assertThat(world.connectorBody()).containsEntry("cardnumber", NUMBER);
  }

  @ParameterizedTest
  @CsvSource({
    "payment-card-number, 4242424242424242, 4111111111111111",
    "expiration-date, 1232, 1132",
    "security-code, 123, 124",
    "postal-code, 94105#, 94106#",
    "postal-code, 94105#, 9410#",
  })
  void two_different_entries_fail(String field, String first, String second) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "PostalCode", "true", "RequireMatchingInputs", field);
    types(world, call, payment, CARD, NUMBER);
    types(world, call, payment, field, first);
    types(world, call, payment, field + "-matcher", second);
    assertThat(world.lastCallback())
        .containsEntry("Capture", field + "-matcher")
        .containsEntry("ErrorType", "input-matching-failed");

    types(world, call, payment, field, first);
    types(world, call, payment, field + "-matcher", first);
    assertThat(world.lastCallback()).doesNotContainKey("ErrorType");
    assertThat(required(world)).noneMatch(item -> item.startsWith(field));
  }

  @Test
  void a_new_first_entry_needs_a_new_second_one() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", CARD);
    types(world, call, payment, CARD, NUMBER);
    types(world, call, payment, AGAIN, NUMBER);
    assertThat(required(world)).doesNotContain(CARD, AGAIN);
    world.capture(call, payment, AGAIN);
    assertThat(required(world)).contains(AGAIN).doesNotContain(CARD);
    types(world, call, payment, CARD, OTHER_NUMBER);
    assertThat(required(world)).contains(AGAIN).doesNotContain(CARD);
  }

  @Test
  void a_second_entry_can_time_out_and_be_captured_again() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", CARD);
    types(world, call, payment, CARD, NUMBER);
    world.capture(call, payment, AGAIN);
    assertThat(world.twilio.call(call).capturing()).isEqualTo(AGAIN);
    world.pass(31);
    assertThat(world.lastCallback())
        .containsEntry("Capture", AGAIN)
        .containsEntry("ErrorType", "input-timeout");
    types(world, call, payment, AGAIN, NUMBER);
    assertThat(required(world)).doesNotContain(CARD, AGAIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOTH       | payment-card-number,payment-card-number-matcher | payment-card-number-matcher",
        "ONE_BY_ONE | payment-card-number                             | payment-card-number-matcher",
        "FIELD      | payment-card-number                             | payment-card-number",
      })
  void repeatedRequired_names_what_is_left(String style, String before, String between) {
    final VirtualWorld world = new VirtualWorld(Map.of("repeatedRequired", style));
    final String call = world.call();
    final String payment = world.open(call, "SecurityCode", "false", "RequireMatchingInputs", CARD);
    world.capture(call, payment, CARD);
    assertThat(world.lastCallback()).containsEntry("Required", before + ",expiration-date");
    world.types(call, NUMBER);
    assertThat(world.lastCallback()).containsEntry("Required", between + ",expiration-date");
    world.capture(call, payment, AGAIN);
    assertThat(world.lastCallback()).containsEntry("Required", between + ",expiration-date");
    world.types(call, NUMBER);
    assertThat(world.lastCallback()).containsEntry("Required", "expiration-date");
  }

  @Test
  void required_may_be_in_pascal_case() {
    final VirtualWorld world = new VirtualWorld(Map.of("requiredStyle", "PASCAL_COMMA"));
    final String call = world.call();
    final String payment =
        world.open(call, "PostalCode", "true", "RequireMatchingInputs", "postal-code");
    world.capture(call, payment, "postal-code");
    assertThat(required(world)).contains("PostalCode", "PostalCodeMatcher");
  }

  @ParameterizedTest
  @CsvSource({"FIELD, ExpirationDate", "OWN, ExpirationDateMatcher"})
  void matcherParameter_has_the_value_of_the_second_entry(String value, String parameter) {
    final VirtualWorld world = new VirtualWorld(Map.of("matcherParameter", value));
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", "expiration-date");
    types(world, call, payment, "expiration-date", "1232");
    types(world, call, payment, "expiration-date-matcher", "12");
    assertThat(world.lastCallback())
        .containsEntry("PartialResult", "true")
        .containsEntry(parameter, "xx");
    world.types(call, "32");
    assertThat(world.lastCallback())
        .containsEntry("PartialResult", "false")
        .containsEntry(parameter, "1232");
    assertThat(world.journal()).doesNotContain("1232");
  }

  @ParameterizedTest
  @CsvSource({"ERROR_64021", "MATCHING_FAILED"})
  void matcherTooEarly_is_refused_in_the_answer_or_a_callback(String value) {
    final VirtualWorld world = new VirtualWorld(Map.of("matcherTooEarly", value));
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", CARD);
    if (value.equals("ERROR_64021")) {
      assertThat(world.code(world.update(call, payment, "Capture", AGAIN))).isEqualTo(64021);
      assertThat(world.twilio.call(call).capturing()).isEmpty();
    } else {
      world.capture(call, payment, AGAIN);
      assertThat(world.lastCallback()).containsEntry("ErrorType", "input-matching-failed");
    }
    assertThat(world.types(call, "4").heardByPayment()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"MATCH, input-matching-failed", "RULES_AND_MATCH, invalid-security-code"})
  void secondEntryCheck_decides_the_error_of_a_short_second_entry(String value, String error) {
    final VirtualWorld world = new VirtualWorld(Map.of("secondEntryCheck", value));
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", "security-code");
    world.fill(call, payment);
    types(world, call, payment, "security-code-matcher", "12#");
    assertThat(world.lastCallback()).containsEntry("ErrorType", error);
  }

  @ParameterizedTest
  @CsvSource({"BOTH_ENTRIES, true", "SECOND_ENTRY, false"})
  void afterMismatch_discards_one_or_both_entries(String value, boolean both) {
    final VirtualWorld world = new VirtualWorld(Map.of("afterMismatch", value));
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", CARD);
    types(world, call, payment, CARD, NUMBER);
    types(world, call, payment, AGAIN, OTHER_NUMBER);
    assertThat(required(world).contains(CARD)).isEqualTo(both);
    assertThat(required(world)).contains(AGAIN);
    assertThat(world.update(call, payment, "Capture", AGAIN).status()).isEqualTo(both ? 400 : 202);
  }

  @ParameterizedTest
  @CsvSource({"MATCHER, payment-card-number-matcher", "FIELD, payment-card-number"})
  void mismatchCapture_names_the_second_entry_or_the_field(String value, String capture) {
    final VirtualWorld world = new VirtualWorld(Map.of("mismatchCapture", value));
    final String call = world.call();
    final String payment = world.open(call, "RequireMatchingInputs", CARD);
    types(world, call, payment, CARD, NUMBER);
    types(world, call, payment, AGAIN, OTHER_NUMBER);
    assertThat(world.lastCallback()).containsEntry("Capture", capture);
  }

  private static void types(
      VirtualWorld world, String call, String payment, String item, String keys) {
    world.capture(call, payment, item);
    world.types(call, keys);
  }

  private static List<String> required(VirtualWorld world) {
    return List.of(world.lastCallback().getOrDefault("Required", "").split(","));
  }
}
