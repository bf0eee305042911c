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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Single requests of GenesysPay's client and the Generic Pay Connector demo's page, in cases that
/// no script covers. GenesysPay ignores the HTTP status, so every failure needs an `error`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatGenesysPayTest {
  private static final Map<String, String> ALICE = CompatServer.basic("alice");
  private static final Map<String, String> BOB = CompatServer.basic("bob");

  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  private CompatServer server;

  @BeforeAll
  void start(@TempDir Path data) {
    server = CompatServer.start(data);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void start_returns_the_payment_that_the_client_reads() {
    final Customer customer = server.customer();
    final HttpResponse<String> answer = start(customer.call(), 0);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    final JsonNode payment = CompatServer.json(answer);
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
  void every_failure_has_an_error() {
    final Customer customer = server.customer();
    final String unknownCall = "CA" + "0".repeat(32);
    final String unknown = "PK" + "0".repeat(32);
    assertFailed(start(unknownCall, 0), 400);
    assertFailed(start("no call", 0), 400);
    assertFailed(server.post("/aap/startCapture", ALICE, Map.of()), 400);
    final JsonNode payment = CompatServer.json(start(customer.call(), 5));
    final String sid = payment.path("sid").asString();
    assertFailed(start(customer.call(), 5));
    assertFailed(change("/aap/changeCapture", ALICE, customer.call(), unknown, "expiration-date"));
    assertFailed(change("/aap/changeCapture", ALICE, customer.call(), sid, "pin"));
    assertFailed(change("/aap/changeCapture", ALICE, unknownCall, sid, "expiration-date"));
    assertFailed(change("/aap/changeStatus", ALICE, customer.call(), sid, "refund"));
    assertFailed(change("/aap/changeStatus", ALICE, customer.call(), sid, "complete"));
    assertThat(session(sid).state()).as("nothing is captured yet").isEqualTo(SessionState.IDLE);
    cancel(customer, payment);
    assertFailed(change("/aap/changeStatus", ALICE, customer.call(), sid, "complete"));
    assertFailed(change("/aap/changeCapture", ALICE, customer.call(), sid, "payment-card-number"));
  }

  @Test
  void reports_a_submit_that_twilio_rejects() {
    final Customer customer = server.customer();
    final JsonNode payment = CompatServer.json(start(customer.call(), 5));
    final String sid = payment.path("sid").asString();
    capture(customer, sid, "payment-card-number");
    customer.typesCard(Customer.GOOD_CARD);
    awaitState(sid, SessionState.IDLE);
    capture(customer, sid, "security-code");
    customer.typesCode();
    awaitState(sid, SessionState.IDLE);
    capture(customer, sid, "expiration-date");
    customer.typesExpiry();
    awaitState(sid, SessionState.READY);
    server
        .simulator()
        .faults(
            Map.of(
                "rest",
                Map.of(
                    "failNext",
                    List.of(
                        Map.of(
                            "operation", "COMPLETE", "code", 64002, "status", 400, "times", 1)))));
    assertFailed(change("/aap/changeStatus", ALICE, customer.call(), sid, "complete"));
    customer.hangsUp();
  }

  @Test
  void hides_payments_of_other_agents() {
    final Customer customer = server.customer();
    final JsonNode payment = CompatServer.json(start(customer.call(), 5));
    final String sid = payment.path("sid").asString();
    final String unknown = "PK" + "0".repeat(32);
    assertThat(change("/aap/changeStatus", BOB, customer.call(), sid, "cancel").body())
        .isEqualTo(change("/aap/changeStatus", BOB, customer.call(), unknown, "cancel").body());
    assertFailed(change("/aap/changeStatus", BOB, customer.call(), sid, "cancel"));
    assertFailed(change("/aap/changeCapture", BOB, customer.call(), sid, "payment-card-number"));
    assertThat(session(sid).state()).isEqualTo(SessionState.IDLE);
    cancel(customer, payment);
  }

  @Test
  void requires_credentials() {
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
      final HttpResponse<String> answer = server.post(path, Map.of(), Map.of("callSid", "CA1"));
      assertFailed(answer, 401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .as(path)
          .contains("Basic realm=\"Authentication Required\"");
    }
  }

  @Test
  void token_has_the_identity_of_the_agent() {
    final HttpResponse<String> answer =
        server.post("/sync/getSyncToken", ALICE, Map.of("identity", "CA" + "1".repeat(32)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ExistingToken.read(CompatServer.json(answer).asString()).identity())
        .isEqualTo("alice");
  }

  @Test
  void only_a_supervisor_sets_up_sync() {
    assertThat(server.post("/sync/setupSyncServices", Map.of(), Map.of()).statusCode())
        .isEqualTo(401);
    assertThat(server.post("/sync/setupSyncServices", ALICE, Map.of()).statusCode()).isEqualTo(403);
    final HttpResponse<String> first =
        server.post("/sync/setupSyncServices", CompatServer.basic("sam"), Map.of());
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).containsPattern("IS[0-9a-f]{32}");
    assertThat(server.post("/sync/setupSyncServices", CompatServer.basic("sam"), Map.of()).body())
        .as("the second set-up returns the same service")
        .isEqualTo(first.body());
  }

  @Test
  void connector_demo_gets_the_answers_its_page_reads() {
    final Customer customer = server.customer();
    final JsonNode token = CompatServer.json(server.get("/token", ALICE));
    assertThat(token.path("phoneNumber").asString()).isEqualTo(DemoLines.GENERIC);
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("paymentAmount", "12.34");
    body.put("callSid", customer.call());
    body.put("syncDocumentSid", "a-document");
    final HttpResponse<String> started = server.post("/startPaySession", ALICE, body);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    final String sid = CompatServer.json(started).path("paymentSid").asString();
    body.put("paymentSid", sid);
    body.put("paymentStep", "payment-card-number");
    final HttpResponse<String> updated = server.post("/updatePaySession", ALICE, body);
    assertThat(updated.body()).isEqualTo("\"payment-card-number\"");
    customer.typesCard(Customer.GOOD_CARD);
    assertFailed(server.post("/completePaySession", ALICE, body));
    assertFailed(server.post("/updatePaySession", BOB, body));
    assertThat(session(sid).total().orElseThrow()).isEqualByComparingTo("12.34");
    customer.hangsUp();
  }

  private HttpResponse<String> start(String call, int amount) {
    return server.post(
        "/aap/startCapture",
        ALICE,
        Map.of("callSid", call, "chargeAmount", amount, "currency", "USD"));
  }

  private HttpResponse<String> change(
      String path, Map<String, String> credentials, String call, String payment, String value) {
    final String name = path.endsWith("Capture") ? "captureType" : "status";
    return server.post(
        path, credentials, Map.of("callSid", call, "paymentSid", payment, name, value));
  }

  /// The server waits for the client's next request in state `IDLE`.
  private void awaitState(String payment, SessionState state) {
    await("the payment is " + state).atMost(TIMEOUT).until(() -> session(payment).state() == state);
  }

  private void capture(Customer customer, String payment, String field) {
    final HttpResponse<String> answer =
        change("/aap/changeCapture", ALICE, customer.call(), payment, field);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void cancel(Customer customer, JsonNode payment) {
    final HttpResponse<String> answer =
        change(
            "/aap/changeStatus", ALICE, customer.call(), payment.path("sid").asString(), "cancel");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(CompatServer.json(answer).path("sid")).isEqualTo(payment.path("sid"));
    assertThat(CompatServer.json(answer).has("error")).isFalse();
  }

  private PaySession session(String payment) {
    return server.api("alice").paySessions(PaySessionQuery.all()).stream()
        .filter(s -> s.payment().filter(payment::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static void assertFailed(HttpResponse<String> answer, int status) {
    assertFailed(answer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  private static void assertFailed(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    assertThat(CompatServer.json(answer).path("error").asString("")).isNotEmpty();
  }
}
