package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.PaySessionQuery;
import dev.agentpay.client.PayStream;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Single requests of the npm client `agent-pay`, in cases that no script covers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatAgentPayTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  private CompatServer server;
  private String alice;
  private String bob;

  @BeforeAll
  void start(@TempDir Path data) {
    server = CompatServer.start(data);
    alice = server.token("alice");
    bob = server.token("bob");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void start_ignores_the_callback_url_of_the_page() {
    final Customer customer = server.customer();
    final Map<String, Object> body = startBody(customer.call());
    body.put("StatusCallback", "https://mallory.example.com/masks");
    final HttpResponse<String> answer =
        server.post("/startCapture", CompatServer.bearer(alice), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).matches("\"PK[0-9a-f]{32}\"");
    final PaySession session = session("alice", answer);
    assertThat(session.call()).isEqualTo(customer.call());
    assertThat(
            server
                .simulator()
                .journal(0)
                .valueStream()
                .filter(line -> line.toString().contains(customer.call()))
                .map(JsonNode::toString))
        .noneMatch(line -> line.contains("mallory"));
    cancel(alice, customer.call(), answer);
  }

  @Test
  void repeated_start_creates_no_second_payment() {
    final Customer customer = server.customer();
    final HttpResponse<String> first =
        server.post("/startCapture", CompatServer.bearer(alice), startBody(customer.call()));
    final HttpResponse<String> second =
        server.post("/startCapture", CompatServer.bearer(alice), startBody(customer.call()));
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.body()).startsWith("Error with StartCapture: ");
    cancel(alice, customer.call(), first);
  }

  @Test
  void rejects_invalid_payments_with_a_reason() {
    final Customer customer = server.customer();
    final Map<String, Object> connector = startBody(customer.call());
    connector.put("PaymentConnector", "mallorys");
    assertThat(start(connector)).startsWith("400 Error with StartCapture: ").contains("onnector");
    final Map<String, Object> amount = startBody(customer.call());
    amount.put("ChargeAmount", "much");
    assertThat(start(amount)).startsWith("400 Error with StartCapture: ");
    final Map<String, Object> negative = startBody(customer.call());
    negative.put("ChargeAmount", -5);
    assertThat(start(negative)).startsWith("400 Error with StartCapture: ");
    final Map<String, Object> currency = startBody(customer.call());
    currency.put("Currency", "XXY");
    assertThat(start(currency)).startsWith("400 Error with StartCapture: ");
    final Map<String, Object> none = startBody(customer.call());
    none.remove("callSid");
    assertThat(start(none)).startsWith("400 Error with StartCapture: ");
    assertThat(start(startBody("CA" + "0".repeat(32)))).startsWith("400 Error with StartCapture: ");
    assertThat(server.api("alice").paySessions(PaySessionQuery.all()))
        .noneMatch(session -> session.call().equals(customer.call()));
  }

  @Test
  void malformed_bodies_cause_no_server_error() {
    final Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Authorization", "Bearer " + alice);
    for (String path : List.of("/startCapture", "/getSyncToken", "/getConfig", "/uui2sid")) {
      for (String number : List.of("1e999999999", "1E-999999999", "1e308")) {
        final HttpResponse<String> answer =
            server.send("POST", path, headers, "{\"ChargeAmount\":%s}".formatted(number));
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isLessThan(500);
      }
      for (String body : List.of("[]", "1", "null", "\"text\"", "{", "")) {
        final HttpResponse<String> answer = server.send("POST", path, headers, body);
        assertThat(answer.statusCode()).as(path + " " + body).isLessThan(500);
      }
    }
  }

  @Test
  void hides_payments_of_other_agents() {
    final Customer customer = server.customer();
    final HttpResponse<String> opened =
        server.post("/startCapture", CompatServer.bearer(alice), startBody(customer.call()));
    final String payment = CompatServer.json(opened).asString();
    final String unknown = "PK" + "0".repeat(32);
    for (String path : List.of("/updateCaptureType", "/changeSession")) {
      final String ofAlice = answerTo(path, bob, customer.call(), payment);
      assertThat(ofAlice).startsWith("400 Error with ");
      assertThat(ofAlice).isEqualTo(answerTo(path, bob, customer.call(), unknown));
    }
    assertThat(
            server
                .post("/startCapture", CompatServer.bearer(bob), startBody(customer.call()))
                .body())
        .as("bob cannot start a payment on the call of alice")
        .startsWith("Error with StartCapture: ");
    assertThat(session("alice", opened).state()).isEqualTo(SessionState.IDLE);
    cancel(alice, customer.call(), opened);
  }

  @Test
  void late_capture_request_keeps_a_captured_field() {
    final Customer customer = server.customer();
    showOrder(customer);
    final HttpResponse<String> opened =
        server.post("/startCapture", CompatServer.bearer(alice), startBody(customer.call()));
    final String payment = CompatServer.json(opened).asString();
    capture(payment, customer, "payment-card-number");
    customer.typesCard(Customer.GOOD_CARD).typesCode();
    customer.awaits("expiration-date");
    customer.types("expiration-date", "0", "the first digit of the expiry");
    capture(payment, customer, "security-code"); // the client sends this too late
    capture(payment, customer, "expiration-date");
    customer.types("expiration-date", Customer.expiry().substring(1), "the rest of the expiry");
    try (PayStream stream = server.api("alice").stream()) {
      final PaySession ready =
          stream.awaitState(session("alice", opened).id(), SessionState.READY, TIMEOUT);
      assertThat(ready.field(CaptureField.SECURITY_CODE).orElseThrow().mask()).isEqualTo("xxx");
    }
    cancel(alice, customer.call(), opened);
  }

  @Test
  void rejects_unknown_fields_and_statuses() {
    final Customer customer = server.customer();
    final HttpResponse<String> opened =
        server.post("/startCapture", CompatServer.bearer(alice), startBody(customer.call()));
    final String payment = CompatServer.json(opened).asString();
    final Map<String, Object> body = paymentBody(customer.call(), payment);
    assertThat(status("/updateCaptureType", body)).isEqualTo(400);
    body.put("captureType", "pin");
    assertThat(status("/updateCaptureType", body)).isEqualTo(400);
    body.put("Status", "refund");
    assertThat(status("/changeSession", body)).isEqualTo(400);
    assertThat(session("alice", opened).state()).isEqualTo(SessionState.IDLE);
    cancel(alice, customer.call(), opened);
  }

  @Test
  void reports_an_unknown_uui() {
    final HttpResponse<String> answer =
        server.get("/uui2sid?uui=nobody", CompatServer.bearer(alice));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(CompatServer.json(answer).isString()).isTrue();
    assertThat(server.get("/uui2sid?uui=nobody", Map.of()).statusCode()).isEqualTo(401);
  }

  private String start(Map<String, ?> body) {
    final HttpResponse<String> answer =
        server.post("/startCapture", CompatServer.bearer(alice), body);
    return answer.statusCode() + " " + answer.body();
  }

  private int status(String path, Map<String, ?> body) {
    return server.post(path, CompatServer.bearer(alice), body).statusCode();
  }

  private String answerTo(String path, String token, String call, String payment) {
    final Map<String, Object> body = paymentBody(call, payment);
    body.put("captureType", "payment-card-number");
    body.put("Status", "cancel");
    final HttpResponse<String> answer = server.post(path, CompatServer.bearer(token), body);
    return answer.statusCode() + " " + answer.body();
  }

  private void capture(String payment, Customer customer, String field) {
    final Map<String, Object> body = paymentBody(customer.call(), payment);
    body.put("captureType", field);
    final HttpResponse<String> answer =
        server.post("/updateCaptureType", CompatServer.bearer(alice), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /// Takes and cancels a payment, from which the server learns the client's order.
  private void showOrder(Customer customer) {
    final HttpResponse<String> opened =
        server.post("/startCapture", CompatServer.bearer(alice), startBody(customer.call()));
    final String payment = CompatServer.json(opened).asString();
    capture(payment, customer, "payment-card-number");
    customer.typesCard(Customer.GOOD_CARD);
    capture(payment, customer, "security-code");
    customer.typesCode();
    capture(payment, customer, "expiration-date");
    customer.typesExpiry();
    cancelPayment(alice, customer.call(), opened);
  }

  private void cancel(String token, String call, HttpResponse<String> opened) {
    cancelPayment(token, call, opened);
    server.simulator().hangUp(call);
  }

  private void cancelPayment(String token, String call, HttpResponse<String> opened) {
    final Map<String, Object> body = paymentBody(call, CompatServer.json(opened).asString());
    body.put("Status", "cancel");
    final HttpResponse<String> answer =
        server.post("/changeSession", CompatServer.bearer(token), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private PaySession session(String agent, HttpResponse<String> opened) {
    final Optional<String> payment = Optional.of(CompatServer.json(opened).asString());
    return server.api(agent).paySessions(PaySessionQuery.all()).stream()
        .filter(s -> s.payment().equals(payment))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> paymentBody(String call, String payment) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", call);
    body.put("paySid", payment);
    body.put("IdempotencyKey", "alice" + System.currentTimeMillis());
    return body;
  }

  private static Map<String, Object> startBody(String call) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", call);
    body.put("IdempotencyKey", "alice" + System.currentTimeMillis());
    body.put("StatusCallback", "http://localhost/paySyncUpdate");
    body.put("ChargeAmount", 0);
    body.put("TokenType", "reusable");
    body.put("Currency", "USD");
    body.put("PaymentConnector", "sandbox");
    body.put("SecurityCode", true);
    body.put("PostalCode", false);
    return body;
  }
}
