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

/// The npm client `agent-pay`, request by request, where no script goes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatAgentPayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private CompatBench bench;
  private String alice;
  private String bob;

  @BeforeAll
  void opens(@TempDir Path data) {
    bench = CompatBench.in(data);
    alice = bench.token("alice");
    bob = bench.token("bob");
  }

  @AfterAll
  void closes() {
    bench.close();
  }

  @Test
  void a_payment_is_opened_and_what_the_page_may_not_choose_is_left_aside() {
    final Customer customer = bench.customer();
    final Map<String, Object> body = starting(customer.call());
    body.put("StatusCallback", "https://mallory.example.com/masks");
    final HttpResponse<String> answer =
        bench.post("/startCapture", CompatBench.bearer(alice), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).matches("\"PK[0-9a-f]{32}\"");
    final PaySession session = session("alice", answer);
    assertThat(session.call()).isEqualTo(customer.call());
    assertThat(
            bench
                .simulator()
                .journal(0)
                .valueStream()
                .filter(line -> line.toString().contains(customer.call()))
                .map(JsonNode::toString))
        .noneMatch(line -> line.contains("mallory"));
    cancel(alice, customer.call(), answer);
  }

  @Test
  void the_same_start_again_opens_no_second_payment() {
    final Customer customer = bench.customer();
    final HttpResponse<String> first =
        bench.post("/startCapture", CompatBench.bearer(alice), starting(customer.call()));
    final HttpResponse<String> second =
        bench.post("/startCapture", CompatBench.bearer(alice), starting(customer.call()));
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.body()).startsWith("Error with StartCapture: ");
    cancel(alice, customer.call(), first);
  }

  @Test
  void what_cannot_be_opened_is_refused_in_words() {
    final Customer customer = bench.customer();
    final Map<String, Object> connector = starting(customer.call());
    connector.put("PaymentConnector", "mallorys");
    assertThat(start(connector)).startsWith("400 Error with StartCapture: ").contains("onnector");
    final Map<String, Object> amount = starting(customer.call());
    amount.put("ChargeAmount", "much");
    assertThat(start(amount)).startsWith("400 Error with StartCapture: ");
    final Map<String, Object> negative = starting(customer.call());
    negative.put("ChargeAmount", -5);
    assertThat(start(negative)).startsWith("400 Error with StartCapture: ");
    final Map<String, Object> currency = starting(customer.call());
    currency.put("Currency", "XXY");
    assertThat(start(currency)).startsWith("400 Error with StartCapture: ");
    final Map<String, Object> none = starting(customer.call());
    none.remove("callSid");
    assertThat(start(none)).startsWith("400 Error with StartCapture: ");
    assertThat(start(starting("CA" + "0".repeat(32)))).startsWith("400 Error with StartCapture: ");
    assertThat(bench.api("alice").paySessions(PaySessionQuery.all()))
        .noneMatch(session -> session.call().equals(customer.call()));
  }

  @Test
  void an_amount_of_any_size_of_text_does_no_harm() {
    final Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Authorization", "Bearer " + alice);
    for (String path : List.of("/startCapture", "/getSyncToken", "/getConfig", "/uui2sid")) {
      for (String number : List.of("1e999999999", "1E-999999999", "1e308")) {
        final HttpResponse<String> answer =
            bench.send("POST", path, headers, "{\"ChargeAmount\":%s}".formatted(number));
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isLessThan(500);
      }
      for (String body : List.of("[]", "1", "null", "\"text\"", "{", "")) {
        final HttpResponse<String> answer = bench.send("POST", path, headers, body);
        assertThat(answer.statusCode()).as(path + " " + body).isLessThan(500);
      }
    }
  }

  @Test
  void another_agents_payment_is_like_one_that_is_not_there() {
    final Customer customer = bench.customer();
    final HttpResponse<String> opened =
        bench.post("/startCapture", CompatBench.bearer(alice), starting(customer.call()));
    final String payment = CompatBench.json(opened).asString();
    final String unknown = "PK" + "0".repeat(32);
    for (String path : List.of("/updateCaptureType", "/changeSession")) {
      final String hers = asking(path, bob, customer.call(), payment);
      assertThat(hers).startsWith("400 Error with ");
      assertThat(hers).isEqualTo(asking(path, bob, customer.call(), unknown));
    }
    assertThat(
            bench.post("/startCapture", CompatBench.bearer(bob), starting(customer.call())).body())
        .as("nor can he open one on her call")
        .startsWith("Error with StartCapture: ");
    assertThat(session("alice", opened).state()).isEqualTo(SessionState.IDLE);
    cancel(alice, customer.call(), opened);
  }

  @Test
  void a_request_that_comes_when_the_field_is_done_wipes_nothing() {
    final Customer customer = bench.customer();
    final HttpResponse<String> opened =
        bench.post("/startCapture", CompatBench.bearer(alice), starting(customer.call()));
    final String payment = CompatBench.json(opened).asString();
    capture(payment, customer, "payment-card-number");
    customer.typesCard(Customer.GOOD_CARD).typesCode();
    customer.awaits("expiration-date");
    customer.types("expiration-date", "0", "the first digit of the expiry");
    capture(payment, customer, "security-code"); // the client's own, late
    capture(payment, customer, "expiration-date");
    customer.types("expiration-date", Customer.expiry().substring(1), "the rest of it");
    try (PayStream stream = bench.api("alice").stream()) {
      final PaySession ready =
          stream.awaitState(session("alice", opened).id(), SessionState.READY, PATIENCE);
      assertThat(ready.field(CaptureField.SECURITY_CODE).orElseThrow().mask()).isEqualTo("xxx");
    }
    cancel(alice, customer.call(), opened);
  }

  @Test
  void a_field_that_is_not_named_or_known_is_refused() {
    final Customer customer = bench.customer();
    final HttpResponse<String> opened =
        bench.post("/startCapture", CompatBench.bearer(alice), starting(customer.call()));
    final String payment = CompatBench.json(opened).asString();
    final Map<String, Object> body = about(customer.call(), payment);
    assertThat(status("/updateCaptureType", body)).isEqualTo(400);
    body.put("captureType", "pin");
    assertThat(status("/updateCaptureType", body)).isEqualTo(400);
    body.put("Status", "refund");
    assertThat(status("/changeSession", body)).isEqualTo(400);
    assertThat(session("alice", opened).state()).isEqualTo(SessionState.IDLE);
    cancel(alice, customer.call(), opened);
  }

  @Test
  void a_uui_that_nobody_knows_is_not_found() {
    final HttpResponse<String> answer = bench.get("/uui2sid?uui=nobody", CompatBench.bearer(alice));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(CompatBench.json(answer).isString()).isTrue();
    assertThat(bench.get("/uui2sid?uui=nobody", Map.of()).statusCode()).isEqualTo(401);
  }

  private String start(Map<String, ?> body) {
    final HttpResponse<String> answer =
        bench.post("/startCapture", CompatBench.bearer(alice), body);
    return answer.statusCode() + " " + answer.body();
  }

  private int status(String path, Map<String, ?> body) {
    return bench.post(path, CompatBench.bearer(alice), body).statusCode();
  }

  private String asking(String path, String token, String call, String payment) {
    final Map<String, Object> body = about(call, payment);
    body.put("captureType", "payment-card-number");
    body.put("Status", "cancel");
    final HttpResponse<String> answer = bench.post(path, CompatBench.bearer(token), body);
    return answer.statusCode() + " " + answer.body();
  }

  private void capture(String payment, Customer customer, String field) {
    final Map<String, Object> body = about(customer.call(), payment);
    body.put("captureType", field);
    final HttpResponse<String> answer =
        bench.post("/updateCaptureType", CompatBench.bearer(alice), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void cancel(String token, String call, HttpResponse<String> opened) {
    final Map<String, Object> body = about(call, CompatBench.json(opened).asString());
    body.put("Status", "cancel");
    final HttpResponse<String> answer =
        bench.post("/changeSession", CompatBench.bearer(token), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    bench.simulator().hangUp(call);
  }

  private PaySession session(String agent, HttpResponse<String> opened) {
    final Optional<String> payment = Optional.of(CompatBench.json(opened).asString());
    return bench.api(agent).paySessions(PaySessionQuery.all()).stream()
        .filter(s -> s.payment().equals(payment))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> about(String call, String payment) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", call);
    body.put("paySid", payment);
    body.put("IdempotencyKey", "alice" + System.currentTimeMillis());
    return body;
  }

  private static Map<String, Object> starting(String call) {
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
