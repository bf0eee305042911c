package dev.agentpay.simulator.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twilio.exception.ApiException;
import dev.agentpay.simulator.TestContactCentre;
import dev.agentpay.simulator.VirtualWorld;
import dev.agentpay.simulator.pay.TypingResult;
import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.Transport;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests every fault.
class FaultsTest {

  @Test
  void the_next_webhooks_are_dropped_and_journaled() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.pass(1);
    world.twilio.use(Faults.of(Map.of("webhooks", Map.of("dropNext", 2))));
    world.capture(call, payment, "payment-card-number");
    world.types(call, "411");
    assertThat(world.callbacks()).hasSize(3);
    assertThat(world.lastCallback()).containsEntry("PaymentCardNumber", "xxx");
    assertThat(world.journal()).contains("\"fault\":\"dropped\"");
    assertThat(world.twilio.faults().webhooks().dropNext()).isZero();
  }

  @Test
  void only_the_final_callback_is_dropped() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(Faults.of(Map.of("webhooks", Map.of("dropNextFinal", 1))));
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(30);
    assertThat(world.connectorRequests()).hasSize(1);
    assertThat(world.callbacks()).noneMatch(callback -> callback.containsKey("Result"));
    assertThat(world.code(world.complete(call, payment))).isEqualTo(64021);
  }

  @Test
  void duplicates_have_the_same_token() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.twilio.use(Faults.of(Map.of("webhooks", Map.of("duplicate", 1))));
    world.open(call);
    world.pass(1);
    final List<Transport.OutgoingRequest> sent =
        world.sent.stream().filter(r -> r.url().getPath().equals("/pay")).toList();
    assertThat(sent).hasSize(2);
    assertThat(sent)
        .extracting(r -> r.headers().get("I-Twilio-Idempotency-Token"))
        .containsOnly(sent.getFirst().headers().get("I-Twilio-Idempotency-Token"));
  }

  @Test
  void a_reordered_webhook_follows_the_next_one() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.twilio.use(Faults.of(Map.of("webhooks", Map.of("reorder", 1))));
    final String payment = world.open(call);
    world.update(call, payment, "Capture", "payment-card-number");
    world.pass(0.1);
    assertThat(world.callbacks()).hasSize(2);
    assertThat(world.callbacks().getFirst()).containsKey("Capture");
    assertThat(world.callbacks().getLast()).containsKey("DateCreated");
    world.update(call, payment, "Capture", "expiration-date");
    world.pass(0.5);
    assertThat(world.callbacks()).hasSize(2);
    world.pass(1);
    assertThat(world.callbacks()).hasSize(3);
  }

  @Test
  void a_delayed_webhook_is_overtaken() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.twilio.use(Faults.of(Map.of("webhooks", Map.of("delay", 1, "delayMillis", 7_000))));
    final String payment = world.open(call);
    world.twilio.use(Faults.none());
    world.capture(call, payment, "payment-card-number");
    world.pass(6);
    assertThat(world.callbacks()).hasSize(1);
    world.pass(1.5);
    assertThat(world.lastCallback()).containsKey("DateCreated");
  }

  @Test
  void faults_do_not_affect_requests_for_twiml() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(
        Faults.of(Map.of("webhooks", Map.of("drop", 1, "duplicate", 1, "reorder", 1))));
    world.call();
    assertThat(world.sentTo("centre.example/voice")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"tooManyRequests, 429, 20429", "serverError, 503, 20503"})
  void a_rate_of_requests_fails_without_effect(String fault, int status, int code) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.twilio.use(Faults.of(Map.of("rest", Map.of(fault, 1))));
    final RestAnswer.Json answer = world.create(call);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(world.code(answer)).isEqualTo(code);
    world.twilio.use(Faults.none());
    assertThat(world.create(call).status()).isEqualTo(201);
  }

  @Test
  void the_next_requests_fail_with_a_chosen_code() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.twilio.use(
        Faults.of(
            Map.of(
                "rest",
                Map.of(
                    "failNext",
                    List.of(
                        fail("CREATE", 64001, 0),
                        fail("CREATE", 64002, 503),
                        fail("CAPTURE", 20404, 0),
                        fail("COMPLETE", 64021, 0),
                        fail("CANCEL", 64009, 0))))));
    assertThat(world.code(world.create(call))).isEqualTo(64001);
    assertThat(world.create(call).status()).isEqualTo(503);
    final String payment = world.open(call);
    assertThat(world.update(call, payment, "Capture", "expiration-date").status()).isEqualTo(404);
    world.fill(call, payment);
    assertThat(world.code(world.complete(call, payment))).isEqualTo(64021);
    assertThat(world.code(world.cancel(call, payment))).isEqualTo(64009);
    assertThat(world.cancel(call, payment).status()).isEqualTo(202);
  }

  @Test
  void an_answer_is_delayed() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.twilio.use(Faults.of(Map.of("rest", Map.of("delayMillis", 3_000))));
    final CompletableFuture<RestAnswer> answer =
        world.rest(
            "POST",
            "/Calls/" + call + "/Payments.json",
            Map.of("IdempotencyKey", "k", "StatusCallback", world.statusCallback));
    world.pass(2.9);
    assertThat(answer).isNotDone();
    assertThat(world.callbacks()).hasSize(1);
    world.pass(0.2);
    assertThat(world.now(answer).status()).isEqualTo(201);
  }

  @Test
  void a_request_with_a_lost_answer_takes_effect() {
    try (TestContactCentre centre = new TestContactCentre()) {
      final String call = centre.callInProgress();
      centre.control("PUT", "/simulator/faults", Map.of("rest", Map.of("loseNext", 1)));
      assertThatThrownBy(() -> centre.payment(call).create(centre.twilio))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.getMessage()).contains("failed to respond"));
      final TestContactCentre.Received callback =
          centre.awaitCallback(r -> r.form().containsKey("DateCreated"));
      assertThatThrownBy(() -> centre.payment(call).create(centre.twilio))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.getMessage()).contains(callback.get("Sid")));
    }
  }

  @Test
  void the_customer_hangs_up_while_typing() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.twilio.use(Faults.of(Map.of("keys", Map.of("hangUpAfter", 5))));
    final TypingResult result = world.types(call, "4111111111111111");
    assertThat(result.pressed()).isEqualTo(5);
    assertThat(result.hungUp()).isTrue();
    assertThat(world.lastCallback()).containsEntry("Result", "caller-hung-up");
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource({"internal-error", "invalid-bank-account-type", "input-matching-failed"})
  void the_next_entry_fails_with_a_chosen_error_type(String errorType) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.twilio.use(Faults.of(Map.of("keys", Map.of("nextErrorTypes", List.of(errorType)))));
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4111111111111111");
    assertThat(world.lastCallback()).containsEntry("ErrorType", errorType);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4111111111111111");
    assertThat(world.lastCallback()).doesNotContainKey("ErrorType");
  }

  @Test
  void the_connectors_answer_never_arrives() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(Faults.of(Map.of("connector", Map.of("timeoutNext", 2))));
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(19.9);
    assertThat(world.connectorRequests()).hasSize(2);
    assertThat(world.lastCallback()).doesNotContainKey("Result");
    world.pass(1);
    assertThat(world.connectorRequests()).hasSize(3);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
  }

  @Test
  void the_connector_never_answers() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(Faults.of(Map.of("connector", Map.of("timeout", 1))));
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(61);
    assertThat(world.connectorRequests()).hasSize(6);
    assertThat(world.lastCallback()).containsEntry("Result", "payment-connector-error");
  }

  @Test
  void the_connector_is_unreachable_or_its_answer_garbled() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(
        Faults.of(Map.of("connector", Map.of("unreachableNext", 1, "malformedNext", 1))));
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(11);
    assertThat(world.connectorRequests()).hasSize(1);
    assertThat(world.lastCallback().get("PaymentError")).contains("malformed");
  }

  @Test
  void the_connector_closes_without_an_answer() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(Faults.of(Map.of("connector", Map.of("closeNext", 1))));
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(5);
    assertThat(world.connectorRequests()).hasSize(1);
    assertThat(world.lastCallback()).doesNotContainKey("Result");
    world.pass(6);
    assertThat(world.connectorRequests()).hasSize(2);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
  }

  @Test
  void a_request_takes_effect_but_is_refused() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    restFails(world, "CREATE", Map.of("code", 20404, "carriedOut", true));
    final RestAnswer.Json answer = world.create(call);
    world.pass(1);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(world.lastCallback()).containsKey("DateCreated");
    assertThat(world.code(world.create(call))).isEqualTo(64021);
  }

  @Test
  void a_complete_charges_but_is_refused() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    restFails(world, "COMPLETE", Map.of("status", 408, "carriedOut", true));
    final RestAnswer.Json answer = world.complete(call, payment);
    world.pass(1);
    assertThat(answer.status()).isEqualTo(408);
    assertThat(world.code(answer)).isEqualTo(20408);
    assertThat(world.connectorRequests()).hasSize(1);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void a_connection_closes_with_or_without_effect(boolean carriedOut, int callbacks) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    restFails(world, "CREATE", Map.of("closed", true, "carriedOut", carriedOut));
    final CompletableFuture<RestAnswer> answer =
        world.rest("POST", "/Calls/" + call + "/Payments.json", createForm(world));
    world.pass(1);
    assertThat(answer.join()).isEqualTo(new RestAnswer.Lost());
    assertThat(world.callbacks()).hasSize(callbacks);
  }

  @Test
  void only_answers_of_the_chosen_operation_are_late() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    restFails(world, "CREATE", Map.of("delayMillis", 3_000));
    final CompletableFuture<RestAnswer> answer =
        world.rest("POST", "/Calls/" + call + "/Payments.json", createForm(world));
    world.pass(2.9);
    assertThat(answer).isNotDone();
    assertThat(world.callbacks()).hasSize(1);
    world.pass(0.2);
    assertThat(world.now(answer).status()).isEqualTo(201);
    assertThat(world.twilio.faults().rest().failNext()).isEmpty();
  }

  @Test
  void callbacks_can_overtake_the_answer_of_a_capture() {
    final VirtualWorld world = new VirtualWorld(Map.of("statusCallbackUrl", "CREATE"));
    final String call = world.call();
    final String payment = world.open(call);
    world.statusCallback = "https://centre.example/other";
    restFails(world, "CAPTURE", Map.of("delayMillis", 5_000));
    final Map<String, String> form = createForm(world);
    form.put("Capture", "expiration-date");
    final CompletableFuture<RestAnswer> answer =
        world.rest("POST", "/Calls/" + call + "/Payments/" + payment + ".json", form);
    world.types(call, "1232");
    assertThat(answer).isNotDone();
    assertThat(world.lastCallback()).containsEntry("PartialResult", "false");
    assertThat(world.sentTo("centre.example/other")).isEmpty();
    world.pass(5);
    assertThat(world.now(answer).status()).isEqualTo(202);
  }

  @Test
  void chosen_failures_apply_in_their_order() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.twilio.use(
        Faults.of(
            Map.of(
                "rest",
                Map.of(
                    "failNext",
                    List.of(
                        Map.of("operation", "CREATE", "status", 401, "code", 20003, "times", 2),
                        Map.of("operation", "CREATE", "status", 502, "times", 1))))));
    assertThat(world.create(call).status()).isEqualTo(401);
    assertThat(world.twilio.faults().rest().failNext().getFirst().times()).isEqualTo(1);
    assertThat(world.create(call).status()).isEqualTo(401);
    assertThat(world.create(call).status()).isEqualTo(502);
    assertThat(world.create(call).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"code\":64001,\"times\":1}                                       | operation",
        "{\"operation\":\"PAINT\",\"code\":64001,\"times\":1}                 | PAINT",
        "{\"operation\":\"CREATE\",\"code\":64001}                          | times must be 1",
        "{\"operation\":\"CREATE\",\"code\":64001,\"times\":1,\"status\":200} | status must be",
        "{\"operation\":\"CREATE\",\"times\":1}                             | has no effect",
        "{\"operation\":\"CREATE\",\"times\":1,\"closed\":true,\"code\":20404}| no answer",
        "{\"operation\":\"CREATE\",\"times\":1,\"delayMillis\":120001}      | to 120000",
      })
  void refuses_an_impossible_rest_failure(String fault, String message) {
    final Map<String, Object> faults =
        JsonText.map(JsonText.object("{\"rest\":{\"failNext\":[" + fault + "]}}"));
    assertThatThrownBy(() -> Faults.of(faults))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_refused_fault_changes_nothing() {
    try (TestContactCentre centre = new TestContactCentre()) {
      centre.control("PUT", "/simulator/faults", Map.of("rest", Map.of("loseNext", 3)));
      final HttpResponse<String> refused =
          centre.controlRaw(
              "PUT",
              "/simulator/faults",
              "{\"rest\":{\"failNext\":[{\"operation\":\"CREATE\",\"code\":64001}]}}");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("\"rest.failNext.times must be 1 or more; got 0");
      assertThat(centre.simulator.twilio().faults().rest().loseNext()).isEqualTo(3);
    }
  }

  @Test
  void the_next_callbacks_have_a_chosen_error_type() {
    final VirtualWorld world = new VirtualWorld(Map.of("resultAfterCancel", "NO_RESULT"));
    final String call = world.call();
    final String payment = world.open(call);
    world.pass(1);
    world.twilio.use(
        Faults.of(
            Map.of(
                "webhooks",
                Map.of("nextErrorTypes", List.of("session-in-progress", "internal-error")))));
    world.capture(call, payment, "payment-card-number");
    assertThat(world.lastCallback()).containsEntry("ErrorType", "session-in-progress");
    world.cancel(call, payment);
    world.pass(1);
    assertThat(world.lastCallback())
        .containsEntry("ErrorType", "internal-error")
        .doesNotContainKey("Result");
    assertThat(world.twilio.faults().webhooks().nextErrorTypes()).isEmpty();
    assertThatThrownBy(
            () -> Faults.of(Map.of("webhooks", Map.of("nextErrorTypes", List.of("Bad one")))))
        .hasMessageContaining("Bad one");
  }

  @Test
  void a_repeated_charge_is_refused_as_duplicate() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(
        Faults.of(
            Map.of(
                "connector",
                Map.of("timeoutNext", 1, "refuseNext", List.of(refusal("duplicate", true))))));
    completeAfter(world, 0);
    assertThat(world.connectorRequests()).hasSize(1);
    world.pass(11);
    assertThat(world.connectorRequests()).hasSize(2);
    assertThat(world.lastCallback())
        .containsEntry("Result", "payment-connector-error")
        .containsEntry("ConnectorError", "duplicate")
        .containsEntry("PayErrorCode", "64008");
  }

  @Test
  void a_refusal_can_replace_the_call_to_the_connector() {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(
        Faults.of(
            Map.of("connector", Map.of("refuseNext", List.of(refusal("gateway_timeout", false))))));
    completeAfter(world, 0);
    assertThat(world.connectorRequests()).isEmpty();
    assertThat(world.lastCallback()).containsEntry("ConnectorError", "gateway_timeout");
  }

  @ParameterizedTest
  @CsvSource({"9000, 9.1, 1", "14000, 14.1, 2"})
  void a_slow_connector_may_get_further_attempts(int millis, double seconds, int requests) {
    final VirtualWorld world = new VirtualWorld();
    world.twilio.use(Faults.of(Map.of("connector", Map.of("delayMillis", millis))));
    completeAfter(world, seconds - 0.2);
    assertThat(world.lastCallback()).doesNotContainKey("Result");
    world.pass(0.2);
    assertThat(world.connectorRequests()).hasSize(requests);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, ok, -",
    "AS_ANSWERED, ok, SUCCESS",
    "AS_ANSWERED, refused, DECLINED",
    "AS_ANSWERED, malformed, PENDING",
    "PENDING, ok, PENDING",
    "DECLINED, ok, DECLINED",
    "SUCCESS, refused, SUCCESS",
  })
  void connectorPaymentStatus_is_carried_as_chosen(String choice, String answer, String word) {
    final VirtualWorld world = new VirtualWorld(Map.of("connectorPaymentStatus", choice));
    switch (answer) {
      case "refused" -> world.connectorAnswer = "{\"error_code\":\"card_declined\"}";
      case "malformed" -> world.connectorAnswer = "{";
      default -> {}
    }
    completeAfter(world, 1);
    assertThat(world.lastCallback().getOrDefault("PayConnector_payment_status", "-"))
        .isEqualTo(word);
    assertThat(world.lastCallback()).containsKey("Result");
  }

  @Test
  void errors_name_the_invalid_fault() {
    assertThatThrownBy(() -> Faults.of(Map.of("webhooks", Map.of("drop", 1.5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("webhooks.drop");
    assertThatThrownBy(() -> Faults.of(Map.of("weather", "bad")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weather");
    assertThatThrownBy(() -> Faults.of(Map.of("rest", Map.of("loseNext", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rest.loseNext");
  }

  private static Map<String, Object> fail(String operation, int code, int status) {
    return Map.of("operation", operation, "code", code, "status", status, "times", 1);
  }

  private static void restFails(VirtualWorld world, String operation, Map<String, Object> how) {
    final HashMap<String, Object> fault = new HashMap<>(how);
    fault.put("operation", operation);
    fault.put("times", 1);
    world.twilio.use(Faults.of(Map.of("rest", Map.of("failNext", List.of(fault)))));
  }

  private static Map<String, String> createForm(VirtualWorld world) {
    return new HashMap<>(Map.of("IdempotencyKey", "k", "StatusCallback", world.statusCallback));
  }

  private static Map<String, Object> refusal(String code, boolean carriedOut) {
    return Map.of("errorCode", code, "carriedOut", carriedOut);
  }

  private static void completeAfter(VirtualWorld world, double seconds) {
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(0.1 + seconds);
  }
}
