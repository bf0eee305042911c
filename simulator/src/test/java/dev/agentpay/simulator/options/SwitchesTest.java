package dev.agentpay.simulator.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.simulator.VirtualWorld;
import dev.agentpay.simulator.options.Choices.CapturedFields;
import dev.agentpay.simulator.options.Choices.ConnectorClosed;
import dev.agentpay.simulator.options.Choices.LegSid;
import dev.agentpay.simulator.options.Choices.WebhookOrder;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.Transport;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests every value of every switch.
class SwitchesTest {

  @Test
  void random_switches_cover_all_values_and_replay_by_seed() {
    final TreeMap<String, Set<Object>> drawnValues = new TreeMap<>();
    for (long seed = 0; seed < 100; seed++) {
      final Switches drawn = Switches.random(new Random(seed));
      assertThat(Switches.random(new Random(seed))).isEqualTo(drawn);
      drawn
          .toMap()
          .forEach(
              (name, value) -> drawnValues.computeIfAbsent(name, _ -> new HashSet<>()).add(value));
    }
    assertThat(drawnValues.entrySet())
        .filteredOn(values -> values.getValue().size() == 1)
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "answerAfterMillis", "autoAnswer", "firstDigitTimeoutSeconds", "soundMillis");
    assertThat(drawnValues.get("connectorPaymentStatus"))
        .containsExactlyInAnyOrder("NONE", "AS_ANSWERED");
    assertThat(drawnValues.get("replay")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"400", "422"})
  void httpStatusOf64xxx(int status) {
    final VirtualWorld world = new VirtualWorld(Map.of("httpStatusOf64xxx", status));
    assertThat(world.create(world.call(), "ChargeAmount", "x").status()).isEqualTo(status);
  }

  @Test
  void notCompleteSurfaces_in_the_answer_or_a_callback() {
    final VirtualWorld rest = new VirtualWorld();
    String call = rest.call();
    assertThat(rest.code(rest.complete(call, rest.open(call)))).isEqualTo(64019);

    final VirtualWorld async = new VirtualWorld(Map.of("notCompleteSurfaces", "ASYNC"));
    call = async.call();
    assertThat(async.complete(call, async.open(call)).status()).isEqualTo(202);
    async.pass(1);
    assertThat(async.lastCallback())
        .containsEntry("Result", "validation-error")
        .containsEntry("PayErrorCode", "64019");
    assertThat(async.connectorRequests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"REST", "ASYNC"})
  void strictTestCards_refuse_other_cards(String surface) {
    final VirtualWorld world =
        new VirtualWorld(Map.of("strictTestCards", true, "testCardSurfaces", surface));
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment, "4242424242424242");
    final RestAnswer.Json answer = world.complete(call, payment);
    world.pass(1);
    if (surface.equals("REST")) {
      assertThat(world.code(answer)).isEqualTo(64022);
      assertThat(world.lastCallback()).doesNotContainKey("Result");
    } else {
      assertThat(answer.status()).isEqualTo(202);
      assertThat(world.lastCallback())
          .containsEntry("Result", "validation-error")
          .containsEntry("PayErrorCode", "64022");
    }
    assertThat(world.connectorRequests()).isEmpty();
  }

  @Test
  void strictTestCards_accept_twilios_cards_and_off_accepts_stripes() {
    assertThat(resultWith(Map.of("strictTestCards", true), "4111111111111111"))
        .isEqualTo("success");
    assertThat(resultWith(Map.of("strictTestCards", false), "4242424242424242"))
        .isEqualTo("success");
  }

  @Test
  void strictTestCards_refuse_other_bank_accounts() {
    final VirtualWorld world =
        new VirtualWorld(Map.of("strictTestCards", true, "testCardSurfaces", "REST"));
    final String call = world.call();
    final String payment =
        world.open(call, "PaymentMethod", "ach-debit", "Parameter", "{\"AVSName\":\"A\"}");
    world.capture(call, payment, "bank-routing-number");
    world.types(call, "021000021");
    world.capture(call, payment, "bank-account-number");
    world.types(call, "987654321#");
    assertThat(world.code(world.complete(call, payment))).isEqualTo(64023);
    world.capture(call, payment, "bank-account-number");
    world.types(call, "12345678#");
    assertThat(world.complete(call, payment).status()).isEqualTo(202);
  }

  @Test
  void a_repeated_create_follows_the_replay_switch() {
    final VirtualWorld same = new VirtualWorld();
    String call = same.call();
    String payment = same.open(call, "IdempotencyKey", "k");
    assertThat(same.open(call, "IdempotencyKey", "k")).isEqualTo(payment);
    same.pass(1);
    assertThat(same.callbacks()).hasSize(1);

    final VirtualWorld refused = new VirtualWorld(Map.of("replay", "ERROR_64021"));
    call = refused.call();
    payment = refused.open(call, "IdempotencyKey", "k");
    refused.cancel(call, payment);
    assertThat(refused.code(refused.create(call, "IdempotencyKey", "k"))).isEqualTo(64021);

    final VirtualWorld processAgain = new VirtualWorld(Map.of("replay", "PROCESS_AGAIN"));
    call = processAgain.call();
    payment = processAgain.open(call, "IdempotencyKey", "k");
    processAgain.cancel(call, payment);
    assertThat(processAgain.open(call, "IdempotencyKey", "k")).isNotEqualTo(payment);
  }

  @ParameterizedTest
  @CsvSource({"SAME_PAYMENT, 202, 0", "ERROR_64021, 400, 0", "PROCESS_AGAIN, 202, 1"})
  void a_repeated_update_follows_the_replay_switch(String replay, int status, int moreCallbacks) {
    final VirtualWorld world = new VirtualWorld(Map.of("replay", replay));
    final String call = world.call();
    final String payment = world.open(call);
    final String[] request = new String[] {"Capture", "payment-card-number", "IdempotencyKey", "k"};
    world.update(call, payment, request);
    world.types(call, "42");
    int before = world.callbacks().size();
    assertThat(world.update(call, payment, request).status()).isEqualTo(status);
    world.pass(1);
    assertThat(world.callbacks()).hasSize(before + moreCallbacks);
  }

  @Test
  void a_refused_update_can_be_repeated_with_its_key() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    final String[] request = new String[] {"Status", "complete", "IdempotencyKey", "k"};
    assertThat(world.code(world.update(call, payment, request))).isEqualTo(64019);
    world.fill(call, payment);
    assertThat(world.update(call, payment, request).status()).isEqualTo(202);
    world.pass(1);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
  }

  @Test
  void secondSession_is_refused_or_ends_at_once() {
    final VirtualWorld refused = new VirtualWorld();
    String call = refused.call();
    refused.open(call);
    assertThat(refused.code(refused.create(call))).isEqualTo(64021);

    final VirtualWorld accepted = new VirtualWorld(Map.of("secondSession", "SESSION_IN_PROGRESS"));
    call = accepted.call();
    final String first = accepted.open(call);
    final String second = accepted.open(call);
    accepted.pass(1);
    assertThat(accepted.lastCallback())
        .containsEntry("Sid", second)
        .containsEntry("ErrorType", "session-in-progress");
    accepted.capture(call, first, "payment-card-number");
    assertThat(accepted.types(call, "4").heardByPayment()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"21220, 400", "20404, 404"})
  void endedCallCode(int code, int status) {
    final VirtualWorld world = new VirtualWorld(Map.of("endedCallCode", code));
    final String call = world.call();
    world.twilio.hangUp(call);
    assertThat(world.create(call).status()).isEqualTo(status);
    assertThat(world.code(world.create(call))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"64021, 400", "20404, 404"})
  void finishedPaymentCode(int code, int status) {
    final VirtualWorld world = new VirtualWorld(Map.of("finishedPaymentCode", code));
    final String call = world.call();
    final String payment = world.open(call);
    world.cancel(call, payment);
    final RestAnswer.Json answer = world.update(call, payment, "Capture", "payment-card-number");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(world.code(answer)).isEqualTo(code);
  }

  @Test
  void partialOnFinal_is_false_or_absent() {
    Map<String, String> callback = afterCard(Map.of(), "4111111111111111");
    assertThat(callback).containsEntry("PartialResult", "false");
    callback = afterCard(Map.of("partialOnFinal", "ABSENT"), "4111111111111111");
    assertThat(callback).doesNotContainKey("PartialResult").containsKey("PaymentCardType");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KEBAB_COMMA | expiration-date,security-code,postal-code",
        "KEBAB_COMMA_SPACE | expiration-date, security-code, postal-code",
        "PASCAL_COMMA | ExpirationDate,SecurityCode,PostalCode",
      })
  void requiredStyle(String style, String required) {
    final VirtualWorld world = new VirtualWorld(Map.of("requiredStyle", style));
    final String call = world.call();
    final String payment = world.open(call, "PostalCode", "true");
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4111111111111111");
    assertThat(world.lastCallback()).containsEntry("Required", required);
  }

  @Test
  void capturedFields_are_all_repeated_or_only_the_current_one() {
    for (CapturedFields value : CapturedFields.values()) {
      final VirtualWorld world = new VirtualWorld(Map.of("capturedFields", value));
      final String call = world.call();
      final String payment = world.open(call);
      world.fill(call, payment);
      assertThat(world.lastCallback()).containsKey("SecurityCode");
      assertThat(world.lastCallback().containsKey("PaymentCardNumber"))
          .isEqualTo(value == CapturedFields.ALL);
    }
  }

  @ParameterizedTest
  @CsvSource({"LAST4, xxxxxxxxxxxx1111", "GROUPED, xxxx-xxxxxx-x1111"})
  void cardMask(String style, String mask) {
    assertThat(afterCard(Map.of("cardMask", style), "4111111111111111"))
        .containsEntry("PaymentCardNumber", mask);
  }

  @Test
  void resultAfterCancel_decides_the_callback_after_cancel() {
    assertThat(afterCancel("TRANSACTION_CANCELLED").lastCallback())
        .containsEntry("Result", "transaction-cancelled");
    assertThat(afterCancel("NO_CALLBACK").callbacks()).hasSize(1);
    assertThat(afterCancel("NO_RESULT").callbacks()).hasSize(2);
    assertThat(afterCancel("NO_RESULT").lastCallback())
        .containsKey("DateUpdated")
        .doesNotContainKey("Result");
  }

  @Test
  void callbackCallSid_is_the_childs_or_its_parents() {
    for (LegSid value : LegSid.values()) {
      final VirtualWorld world = new VirtualWorld(Map.of("callbackCallSid", value));
      world.twiml = "<Response><Dial><Number>+15550142</Number></Dial></Response>";
      final String parent = world.call();
      final String child = world.twilio.call(parent).children().getFirst().sid();
      final String payment = world.open(child);
      world.capture(child, payment, "payment-card-number");
      assertThat(world.types(child, "4").heardByPayment()).isEqualTo(1);
      assertThat(world.lastCallback())
          .containsEntry("CallSid", value == LegSid.OWN ? child : parent);
    }
  }

  @Test
  void hashTerminates_decides_whether_hash_ends_an_entry() {
    VirtualWorld world = new VirtualWorld();
    String call = world.call();
    String payment = world.open(call, "PostalCode", "true");
    world.capture(call, payment, "postal-code");
    world.types(call, "94107#");
    assertThat(world.lastCallback()).containsEntry("PaymentCardPostalCode", "94107");

    world = new VirtualWorld(Map.of("hashTerminates", false));
    call = world.call();
    payment = world.open(call, "PostalCode", "true");
    world.capture(call, payment, "postal-code");
    world.types(call, "94107#");
    assertThat(world.lastCallback()).containsEntry("PaymentCardPostalCode", "xxxxx");
    world.pass(5);
    assertThat(world.lastCallback()).containsEntry("PaymentCardPostalCode", "94107");
  }

  @Test
  void firstDigitTimeoutSeconds_limits_the_wait_unless_zero() {
    VirtualWorld world = new VirtualWorld(Map.of("firstDigitTimeoutSeconds", 8));
    String call = world.call();
    String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.pass(7.5);
    assertThat(world.lastCallback()).doesNotContainKey("ErrorType");
    world.pass(0.5);
    assertThat(world.lastCallback()).containsEntry("ErrorType", "input-timeout");

    world = new VirtualWorld(Map.of("firstDigitTimeoutSeconds", 0));
    call = world.call();
    payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.pass(3_000);
    assertThat(world.lastCallback()).doesNotContainKey("ErrorType");
    assertThat(world.types(call, "4").heardByPayment()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"VALIDATE, invalid-card-number", "INPUT_TIMEOUT, input-timeout"})
  void partialEntry(String value, String error) {
    final VirtualWorld world = new VirtualWorld(Map.of("partialEntry", value));
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4111");
    world.pass(6);
    assertThat(world.lastCallback()).containsEntry("ErrorType", error);
  }

  @ParameterizedTest
  @CsvSource({
    "LENGTH, 4111111111111111, true",
    "LENGTH, 30569309025904, false",
    "UNAMBIGUOUS_LENGTH, 4111111111111111, false",
    "UNAMBIGUOUS_LENGTH, 5555555555554444, true",
    "UNAMBIGUOUS_LENGTH, 6205500000000000004, true",
    "LUHN, 4111111111111111, true",
    "LUHN, 30569309025904, true",
    "TIMEOUT, 5555555555554444, false",
  })
  void cardEndsOn(String value, String card, boolean atOnce) {
    final VirtualWorld world = new VirtualWorld(Map.of("cardEndsOn", value));
    final String call = world.call();
    final String payment =
        world.open(call, "ValidCardTypes", "visa mastercard discover diners-club");
    world.capture(call, payment, "payment-card-number");
    world.types(call, card);
    assertThat(world.lastCallback().containsKey("PaymentCardType")).isEqualTo(atOnce);
    world.pass(5);
    assertThat(world.lastCallback()).containsKey("PaymentCardType");
  }

  @Test
  void createCallbackFirst_delays_the_rest_answer() {
    VirtualWorld world = new VirtualWorld(Map.of("createCallbackFirst", true));
    final String call = world.call();
    final CompletableFuture<RestAnswer> answer =
        world.rest(
            "POST",
            "/Calls/" + call + "/Payments.json",
            Map.of("IdempotencyKey", "k", "StatusCallback", world.statusCallback));
    world.timeline.settle();
    assertThat(answer).isNotDone();
    assertThat(world.callbacks()).hasSize(1);
    world.pass(0.01);
    assertThat(world.now(answer).status()).isEqualTo(201);

    world = new VirtualWorld();
    world.open(world.call());
    assertThat(world.callbacks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"INVALID_DATE, invalid-date", "DATE_VALIDATION_FAILED, date-validation-failed"})
  void dateError(String value, String error) {
    final VirtualWorld world = new VirtualWorld(Map.of("dateError", value));
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "expiration-date");
    world.types(call, "0120");
    assertThat(world.lastCallback()).containsEntry("ErrorType", error);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE, /create, /create, /create",
    "LATEST_UPDATE, /create, /card, /card",
    "CAUSING_UPDATE, /create, /card, /create",
  })
  void statusCallbackUrl(String value, String created, String duringCapture, String hungUp) {
    final VirtualWorld world = new VirtualWorld(Map.of("statusCallbackUrl", value));
    final String call = world.call();
    final String payment = world.open(call, "StatusCallback", "https://centre.example/create");
    world.pass(1);
    assertThat(world.sent.getLast().url().getPath()).isEqualTo(created);
    world.update(
        call,
        payment,
        "Capture",
        "payment-card-number",
        "StatusCallback",
        "https://centre.example/card");
    world.types(call, "4111111111111111");
    assertThat(world.sent.getLast().url().getPath()).isEqualTo(duringCapture);
    world.twilio.hangUp(call);
    world.pass(1);
    assertThat(
            world.sent.stream()
                .filter(request -> request.body().contains("&Result="))
                .map(request -> request.url().getPath()))
        .containsExactly(hungUp);
  }

  @ParameterizedTest
  @CsvSource({"true, 4", "false, 1"})
  void callbacksHonourOverrides(boolean honoured, int attempts) {
    final VirtualWorld world = new VirtualWorld(Map.of("callbacksHonourOverrides", honoured));
    final String call = world.call();
    world.network =
        request ->
            request.url().getPath().equals("/pay")
                ? Optional.of(new Transport.Outcome.Answered(503, ""))
                : world.answer(request);
    world.statusCallback = "https://centre.example/pay#rc=3&rp=5xx";
    world.open(call);
    world.pass(1);
    assertThat(world.callbacks()).hasSize(attempts);
  }

  @Test
  void connectorParameterEcho() {
    for (boolean echo : new boolean[] {true, false}) {
      final VirtualWorld world = new VirtualWorld(Map.of("connectorParameterEcho", echo));
      world.connectorAnswer = "{\"charge_id\":\"ch_1\",\"parameters\":{\"receipt\":\"r-9\"}}";
      final String call = world.call();
      final String payment = world.open(call);
      world.fill(call, payment);
      world.complete(call, payment);
      world.pass(1);
      assertThat(world.lastCallback().containsKey("PayConnector_receipt")).isEqualTo(echo);
    }
  }

  @Test
  void doubtCarriesPayErrorCode() {
    for (boolean carries : new boolean[] {true, false}) {
      final VirtualWorld world = new VirtualWorld(Map.of("doubtCarriesPayErrorCode", carries));
      world.connectorAnswer = "oops";
      final String call = world.call();
      final String payment = world.open(call);
      world.fill(call, payment);
      world.complete(call, payment);
      world.pass(1);
      assertThat(world.lastCallback())
          .containsEntry("Result", "payment-connector-error")
          .containsEntry(
              "PaymentError",
              "Payment Gateway rejected charge creation. Got malformed response from Payment Provider.")
          .doesNotContainKey("ConnectorError");
      assertThat(world.lastCallback().containsKey("PayErrorCode")).isEqualTo(carries);
    }
  }

  @Test
  void webhookOrder_sends_in_order_or_concurrently() {
    for (WebhookOrder order : WebhookOrder.values()) {
      final VirtualWorld world = new VirtualWorld(Map.of("webhookOrder", order));
      final String call = world.call();
      world.network =
          request ->
              request.url().getPath().equals("/pay") ? Optional.empty() : world.answer(request);
      final String payment = world.open(call);
      world.update(call, payment, "Capture", "payment-card-number");
      world.pass(1);
      assertThat(world.callbacks()).hasSize(order == WebhookOrder.IN_ORDER ? 1 : 2);
    }
  }

  @Test
  void switches_decide_the_format_of_connector_requests() {
    VirtualWorld world = paidWith(Map.of());
    assertThat(world.connectorBody()).containsEntry("expiry_year", "32");
    assertThat(world.connectorRequests().getLast().headers())
        .containsEntry("Content-Type", "application/json");
    assertThat(world.connectorRequests().getLast().url())
        .hasToString("https://connector.example/pay?key=1");

    world =
        paidWith(
            Map.of(
                "expiryYearDigits",
                4,
                "connectorContentType",
                "ABSENT",
                "connectorPath",
                "SUFFIX"));
    assertThat(world.connectorBody()).containsEntry("expiry_year", "2032");
    assertThat(world.connectorRequests().getLast().headers()).doesNotContainKey("Content-Type");
    assertThat(world.connectorRequests().getLast().url())
        .hasToString("https://connector.example/pay/charge?key=1");
  }

  @Test
  void connectorClosed() {
    for (ConnectorClosed closed : ConnectorClosed.values()) {
      final VirtualWorld world = new VirtualWorld(Map.of("connectorClosed", closed.name()));
      world.network =
          request ->
              request.url().getHost().equals("connector.example")
                  ? Optional.of(new Transport.Outcome.NoAnswer("closed"))
                  : world.answer(request);
      final String call = world.call();
      final String payment = world.open(call);
      world.fill(call, payment);
      world.complete(call, payment);
      world.pass(5);
      final boolean isFinal = closed == ConnectorClosed.FINAL;
      assertThat(world.connectorRequests()).hasSize(1);
      assertThat(world.lastCallback().get("Result"))
          .isEqualTo(isFinal ? "payment-connector-error" : null);
      world.network = world::answer;
      world.pass(10);
      assertThat(world.connectorRequests()).hasSize(isFinal ? 1 : 2);
      assertThat(world.lastCallback())
          .containsEntry("Result", isFinal ? "payment-connector-error" : "success");
    }
  }

  @Test
  void durationInMinutes() {
    for (boolean minutes : new boolean[] {true, false}) {
      final VirtualWorld world = new VirtualWorld(Map.of("durationInMinutes", minutes));
      final String call = world.call();
      world.pass(60);
      world.twilio.hangUp(call);
      world.pass(1);
      final Map<String, String> ended = world.sentTo("centre.example/ended").getLast();
      assertThat(ended).containsEntry("CallStatus", "completed").containsKey("CallDuration");
      assertThat(ended.get("Duration")).isEqualTo(minutes ? "2" : null);
    }
  }

  @Test
  void autoAnswer_answers_after_a_delay_or_by_hand() {
    VirtualWorld world = new VirtualWorld(Map.of("answerAfterMillis", 4_000));
    String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(3.9);
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
    world.pass(0.2);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");

    world = new VirtualWorld(Map.of("autoAnswer", false));
    call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(20);
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
    world.twilio.answer(world.twilio.call(call).children().getFirst().sid());
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
  }

  @Test
  void errors_name_the_unknown_switch_or_value() {
    assertThatThrownBy(() -> Switches.defaults().with(Map.of("turbo", true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("turbo");
    assertThatThrownBy(() -> Switches.defaults().with(Map.of("replay", "MAYBE")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replay");
    assertThatThrownBy(() -> Switches.defaults().with(Map.of("endedCallCode", 7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("21220");
  }

  private static String resultWith(Map<String, ?> switches, String card) {
    final VirtualWorld world = new VirtualWorld(switches);
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment, card);
    world.complete(call, payment);
    world.pass(1);
    return world.lastCallback().get("Result");
  }

  private static VirtualWorld paidWith(Map<String, ?> switches) {
    final VirtualWorld world = new VirtualWorld(switches);
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(1);
    return world;
  }

  private static Map<String, String> afterCard(Map<String, ?> switches, String card) {
    final VirtualWorld world = new VirtualWorld(switches);
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, card);
    return world.lastCallback();
  }

  private static VirtualWorld afterCancel(String value) {
    final VirtualWorld world = new VirtualWorld(Map.of("resultAfterCancel", value));
    final String call = world.call();
    final String payment = world.open(call);
    assertThat(world.cancel(call, payment).status()).isEqualTo(202);
    world.pass(1);
    assertThat(world.twilio.call(call).paymentSid()).isEmpty();
    return world;
  }
}
