package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.client.PaySessionQuery;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.existing.ExistingToken;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// GenesysPay's client and the Generic Pay Connector demo's page, request by request, where no
/// script goes. GenesysPay looks at no HTTP status: a failure without `error` would be a success.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatGenesysPayTest {
  private static final Map<String, String> ALICE = CompatBench.basic("alice");
  private static final Map<String, String> BOB = CompatBench.basic("bob");

  private CompatBench bench;

  @BeforeAll
  void opens(@TempDir Path data) {
    bench = CompatBench.in(data);
  }

  @AfterAll
  void closes() {
    bench.close();
  }

  @Test
  void a_payment_is_answered_with_the_object_that_the_client_reads() {
    final Customer customer = bench.customer();
    final HttpResponse<String> answer = start(customer.call(), 0);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    final JsonNode payment = CompatBench.json(answer);
    assertThat(payment.path("sid").asString()).matches("PK[0-9a-f]{32}");
    assertThat(payment.path("callSid").asString()).isEqualTo(customer.call());
    assertThat(payment.path("accountSid").asString())
        .isEqualTo(DemoWorld.simulatorAccount().accountSid());
    for (String field : List.of("dateCreated", "dateUpdated", "uri")) {
      assertThat(payment.path(field).asString("")).as(field).isNotEmpty();
    }
    assertThat(payment.has("error")).isFalse();
    cancel(customer, payment);
  }

  @Test
  void no_failure_is_told_as_a_success() {
    final Customer customer = bench.customer();
    final String unknownCall = "CA" + "0".repeat(32);
    final String unknown = "PK" + "0".repeat(32);
    fails(start(unknownCall, 0), 400);
    fails(start("no call", 0), 400);
    fails(bench.post("/aap/startCapture", ALICE, Map.of()), 400);
    final JsonNode payment = CompatBench.json(start(customer.call(), 5));
    final String sid = payment.path("sid").asString();
    fails(start(customer.call(), 5));
    fails(ask("/aap/changeCapture", ALICE, customer.call(), unknown, "expiration-date"));
    fails(ask("/aap/changeCapture", ALICE, customer.call(), sid, "pin"));
    fails(ask("/aap/changeCapture", ALICE, unknownCall, sid, "expiration-date"));
    fails(ask("/aap/changeStatus", ALICE, customer.call(), sid, "refund"));
    fails(ask("/aap/changeStatus", ALICE, customer.call(), sid, "complete"));
    assertThat(session(sid).state()).as("nothing was captured yet").isEqualTo(SessionState.IDLE);
    cancel(customer, payment);
    fails(ask("/aap/changeStatus", ALICE, customer.call(), sid, "complete"));
    fails(ask("/aap/changeCapture", ALICE, customer.call(), sid, "payment-card-number"));
  }

  @Test
  void a_submit_that_twilio_refuses_is_no_success() {
    final Customer customer = bench.customer();
    final JsonNode payment = CompatBench.json(start(customer.call(), 5));
    final String sid = payment.path("sid").asString();
    assertThat(
            ask("/aap/changeCapture", ALICE, customer.call(), sid, "payment-card-number")
                .statusCode())
        .isEqualTo(200);
    customer.typesCard(Customer.GOOD_CARD).typesCode().typesExpiry();
    await("a payment that can be submitted")
        .until(() -> session(sid).state() == SessionState.READY);
    bench
        .simulator()
        .faults(
            Map.of(
                "rest",
                Map.of(
                    "failNext",
                    List.of(
                        Map.of(
                            "operation", "COMPLETE", "code", 64002, "status", 400, "times", 1)))));
    fails(ask("/aap/changeStatus", ALICE, customer.call(), sid, "complete"));
    customer.hangsUp();
  }

  @Test
  void another_agents_payment_is_like_one_that_is_not_there() {
    final Customer customer = bench.customer();
    final JsonNode payment = CompatBench.json(start(customer.call(), 5));
    final String sid = payment.path("sid").asString();
    final String unknown = "PK" + "0".repeat(32);
    assertThat(ask("/aap/changeStatus", BOB, customer.call(), sid, "cancel").body())
        .isEqualTo(ask("/aap/changeStatus", BOB, customer.call(), unknown, "cancel").body());
    fails(ask("/aap/changeStatus", BOB, customer.call(), sid, "cancel"));
    fails(ask("/aap/changeCapture", BOB, customer.call(), sid, "payment-card-number"));
    assertThat(session(sid).state()).isEqualTo(SessionState.IDLE);
    cancel(customer, payment);
  }

  @Test
  void whoever_does_not_say_who_they_are_is_asked() {
    for (String path :
        List.of(
            "/aap/startCapture",
            "/aap/changeCapture",
            "/aap/changeStatus",
            "/sync/getSyncToken",
            "/startPaySession",
            "/updatePaySession",
            "/completePaySession",
            "/token")) {
      final HttpResponse<String> answer = bench.post(path, Map.of(), Map.of("callSid", "CA1"));
      fails(answer, 401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .as(path)
          .contains("Basic realm=\"Authentication Required\"");
    }
  }

  @Test
  void the_token_is_the_agents_whatever_identity_the_client_names() {
    final HttpResponse<String> answer =
        bench.post("/sync/getSyncToken", ALICE, Map.of("identity", "CA" + "1".repeat(32)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ExistingToken.read(CompatBench.json(answer).asString()).identity())
        .isEqualTo("alice");
  }

  @Test
  void sync_is_set_up_by_a_supervisor_only() {
    assertThat(bench.post("/sync/setupSyncServices", Map.of(), Map.of()).statusCode())
        .isEqualTo(401);
    assertThat(bench.post("/sync/setupSyncServices", ALICE, Map.of()).statusCode()).isEqualTo(403);
    final HttpResponse<String> first =
        bench.post("/sync/setupSyncServices", CompatBench.basic("sam"), Map.of());
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).containsPattern("IS[0-9a-f]{32}");
    assertThat(bench.get("/sync/setupSyncServices", CompatBench.basic("sam")).body())
        .as("again: the same service")
        .isEqualTo(first.body());
  }

  @Test
  void the_connector_demos_answers_are_what_its_page_reads() {
    final Customer customer = bench.customer();
    final JsonNode token = CompatBench.json(bench.get("/token", ALICE));
    assertThat(token.path("phoneNumber").asString()).isEqualTo(DemoLines.GENERIC);
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("paymentAmount", "12.34");
    body.put("callSid", customer.call());
    body.put("syncDocumentSid", "a-document");
    final HttpResponse<String> started = bench.post("/startPaySession", ALICE, body);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    final String sid = CompatBench.json(started).path("paymentSid").asString();
    body.put("paymentSid", sid);
    body.put("paymentStep", "payment-card-number");
    final HttpResponse<String> updated = bench.post("/updatePaySession", ALICE, body);
    assertThat(updated.body()).isEqualTo("\"payment-card-number\"");
    customer.typesCard(Customer.GOOD_CARD);
    fails(bench.post("/completePaySession", ALICE, body));
    fails(bench.post("/updatePaySession", BOB, body));
    assertThat(session(sid).total().orElseThrow()).isEqualByComparingTo("12.34");
    customer.hangsUp();
  }

  private HttpResponse<String> start(String call, int amount) {
    return bench.post(
        "/aap/startCapture",
        ALICE,
        Map.of("callSid", call, "chargeAmount", amount, "currency", "USD"));
  }

  private HttpResponse<String> ask(
      String path, Map<String, String> who, String call, String payment, String what) {
    final String name = path.endsWith("Capture") ? "captureType" : "status";
    return bench.post(path, who, Map.of("callSid", call, "paymentSid", payment, name, what));
  }

  private void cancel(Customer customer, JsonNode payment) {
    final HttpResponse<String> answer =
        ask("/aap/changeStatus", ALICE, customer.call(), payment.path("sid").asString(), "cancel");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(CompatBench.json(answer).path("sid")).isEqualTo(payment.path("sid"));
    assertThat(CompatBench.json(answer).has("error")).isFalse();
  }

  private PaySession session(String payment) {
    return bench.api("alice").paySessions(PaySessionQuery.all()).stream()
        .filter(s -> s.payment().filter(payment::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static void fails(HttpResponse<String> answer, int status) {
    fails(answer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  private static void fails(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    assertThat(CompatBench.json(answer).path("error").asString("")).isNotEmpty();
  }
}
