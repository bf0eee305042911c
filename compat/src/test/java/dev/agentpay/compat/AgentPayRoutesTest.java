package dev.agentpay.compat;

import static dev.agentpay.compat.CompatServer.ALL_CLIENTS;
import static dev.agentpay.compat.CompatServer.basic;
import static dev.agentpay.compat.CompatServer.newCall;
import static dev.agentpay.compat.CompatServer.unknownCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.compat.CompatServer.Reply;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.TokenType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentPayRoutesTest {
  private static final String NO_PAYMENT = "PK" + "0".repeat(32);

  private CompatServer server;
  private Map<String, String> alice;
  private Map<String, String> bob;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new CompatServer(folder);
    alice = server.signIn("alice");
    bob = server.signIn("bob");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void responds_with_the_payment_sid_in_quotes() {
    final Reply reply = server.post("/startCapture", alice, starting(newCall()));
    assertThat(reply.body()).matches("\"PK[0-9a-f]{32}\"");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(server.session(reply.json().asString()).state()).isEqualTo(SessionState.IDLE);
  }

  @Test
  void starts_a_token_without_amount_and_a_charge_with_one() {
    final Map<String, Object> token = starting(newCall());
    token.put("ChargeAmount", 0);
    assertThat(server.session(start(token)).request().amount()).isEmpty();
    final Map<String, Object> charge = starting(newCall());
    charge.put("ChargeAmount", 12.5);
    charge.put("Currency", "eur");
    assertThat(server.session(start(charge)).request().amount().orElseThrow())
        .hasToString("12.50 EUR");
  }

  @Test
  void captures_the_security_code_and_postal_code_as_requested() {
    final Map<String, Object> body = starting(newCall());
    body.put("SecurityCode", false);
    body.put("PostalCode", true);
    assertThat(server.session(start(body)).request().captureOrder())
        .containsExactly(
            CaptureField.PAYMENT_CARD_NUMBER,
            CaptureField.EXPIRATION_DATE,
            CaptureField.POSTAL_CODE);
  }

  @Test
  void refuses_invalid_parameters_with_a_reason() {
    assertThat(refusal("PaymentConnector", "mallorys"))
        .isEqualTo("The PaymentConnector must be one of sandbox, hosted");
    assertThat(refusal("ChargeAmount", "much")).isEqualTo("The amount must be a number");
    assertThat(refusal("TokenType", "eternal"))
        .isEqualTo("TokenType must be one-time, reusable or payment-method");
    assertThat(refusal("callSid", "")).isEqualTo("callSid is missing");
    assertThat(refusal("callSid", "CA1")).isNotEmpty();
    assertThat(refusal("callSid", unknownCall())).isNotEmpty();
    assertThat(refusal("Currency", "XXY")).isNotEmpty();
    assertThat(refusal("ChargeAmount", -5)).isNotEmpty();
  }

  @Test
  void refuses_a_second_payment_on_a_call() {
    final Map<String, Object> body = starting(newCall());
    start(body);
    final Reply second = server.post("/startCapture", alice, body);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.body()).startsWith("Error with StartCapture: ");
  }

  @Test
  void captures_a_field_and_refuses_others() {
    final String call = newCall();
    final String payment = start(starting(call));
    assertThat(capture(alice, call, payment, "payment-card-number"))
        .isEqualTo("200 \"%s\"".formatted(payment));
    assertThat(capture(alice, call, payment, "pin"))
        .startsWith("400 Error with captureToken: The field to capture must be one of")
        .contains("payment-card-number");
    assertThat(capture(alice, call, payment, ""))
        .isEqualTo("400 Error with captureToken: captureType is missing");
    assertThat(server.session(payment).capture()).contains(CaptureField.PAYMENT_CARD_NUMBER);
  }

  @Test
  void cancels_a_payment_and_refuses_another_status() {
    final String call = newCall();
    final String payment = start(starting(call));
    assertThat(change(alice, call, payment, "refund"))
        .isEqualTo("400 Error with changeSession: The status must be complete or cancel");
    assertThat(server.session(payment).state()).isEqualTo(SessionState.IDLE);
    assertThat(change(alice, call, payment, "cancel")).isEqualTo("200 \"%s\"".formatted(payment));
    assertThat(server.session(payment).state()).isEqualTo(SessionState.CANCELLED);
  }

  @Test
  void refuses_to_complete_an_incomplete_payment() {
    final String call = newCall();
    final String payment = start(starting(call));
    assertThat(change(alice, call, payment, "complete"))
        .startsWith("400 Error with changeSession: ");
  }

  @Test
  void treats_another_agents_payment_as_unknown() {
    final String call = newCall();
    final String payment = start(starting(call));
    final String unknown = change(bob, call, NO_PAYMENT, "cancel");
    assertThat(unknown).isEqualTo("400 Error with changeSession: No such payment on this call");
    assertThat(change(bob, call, payment, "cancel")).isEqualTo(unknown);
    assertThat(change(alice, newCall(), payment, "cancel")).as("another call").isEqualTo(unknown);
    assertThat(capture(bob, call, payment, "payment-card-number"))
        .isEqualTo("400 Error with captureToken: No such payment on this call");
    assertThat(server.session(payment).state()).isEqualTo(SessionState.IDLE);
  }

  @Test
  void reports_what_twilio_refuses(@TempDir Path folder) {
    try (CompatServer other = new CompatServer(folder)) {
      final Map<String, String> agent = other.signIn("alice");
      final String call = newCall();
      final Reply started = other.post("/startCapture", agent, starting(call));
      final Map<String, Object> body = about(call, started.json().asString());
      other.refuseInstructions();
      body.put("captureType", "payment-card-number");
      final Reply captured = other.post("/updateCaptureType", agent, body);
      assertThat(captured.status()).isEqualTo(400);
      assertThat(captured.body())
          .startsWith("Error with captureToken: ")
          .contains("refused Capture");
      final Reply second = other.post("/startCapture", agent, starting(newCall()));
      assertThat(second.status()).isEqualTo(400);
      assertThat(second.body()).startsWith("Error with StartCapture: ").contains("refused Create");
    }
  }

  @Test
  void issues_a_token_only_for_oneself() {
    assertThat(server.get("/getSyncToken?identity=alice", alice).status()).isEqualTo(200);
    final Reply reply = server.get("/getSyncToken?identity=bob", alice);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().asString()).isEqualTo("You can request a token only for yourself");
  }

  @Test
  void returns_the_configuration_of_versions_2_and_3() {
    final JsonNode config = server.get("/getConfig?identity=alice", basic("alice")).json();
    assertThat(config.path("functionsURL").asString()).startsWith("http://127.0.0.1:");
    assertThat(config.path("paymentConnector").asString()).isEqualTo("sandbox");
    assertThat(config.path("paySyncServiceSid").asString())
        .isEqualTo(server.leases.serviceOf(CompatServer.ALICE).orElseThrow());
    assertThat(config.path("captureOrder").toString())
        .isEqualTo("[\"payment-card-number\",\"security-code\",\"expiration-date\"]");
    assertThat(config.path("currency").asString()).isEqualTo("USD");
    assertThat(config.path("tokenType").asString()).isEqualTo("reusable");
  }

  @Test
  void refuses_the_configuration_of_version_1() {
    final Reply reply = server.get("/getConfig", basic("alice"));
    assertThat(reply.status()).isEqualTo(410);
    assertThat(reply.body()).contains("agent-pay 4.x");
  }

  @Test
  void reports_an_unknown_or_missing_uui() {
    assertThat(server.get("/uui2sid?uui=nobody", alice).status()).isEqualTo(404);
    assertThat(server.get("/uui2sid?uui=nobody", alice).json().asString())
        .isEqualTo("Error with uu2sid: No call has this UUI");
    assertThat(server.get("/uui2sid", alice).json().asString()).isEqualTo("uui is missing");
    assertThat(server.get("/uui2sid?uui=nobody", Map.of()).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "0e5", "-0"})
  void reads_zero_as_no_amount(String text) {
    assertThat(AgentPayRoutes.amount(Optional.of(text))).isEmpty();
  }

  @Test
  void reads_an_amount_unchanged() {
    assertThat(AgentPayRoutes.amount(Optional.of("12.50"))).contains("12.50");
    assertThat(AgentPayRoutes.amount(Optional.empty())).isEmpty();
    assertThatThrownBy(() -> AgentPayRoutes.amount(Optional.of("12,50")))
        .isInstanceOf(RequestFailedException.class);
  }

  @ParameterizedTest
  @CsvSource({"one-time,ONE_TIME", "reusable,REUSABLE", "payment-method,PAYMENT_METHOD"})
  void reads_a_token_type(String text, TokenType type) {
    assertThat(AgentPayRoutes.tokenType(Optional.of(text))).isEqualTo(type);
    assertThat(AgentPayRoutes.tokenType(Optional.empty())).isEqualTo(TokenType.REUSABLE);
  }

  @Test
  void appends_missing_fields_to_the_configured_order() {
    final CompatOptions options =
        withOrder(List.of(CaptureField.EXPIRATION_DATE, CaptureField.PAYMENT_CARD_NUMBER));
    assertThat(AgentPayRoutes.order(options, true, true))
        .containsExactly(
            CaptureField.EXPIRATION_DATE,
            CaptureField.PAYMENT_CARD_NUMBER,
            CaptureField.SECURITY_CODE,
            CaptureField.POSTAL_CODE);
    assertThat(AgentPayRoutes.order(options, false, false))
        .containsExactly(CaptureField.EXPIRATION_DATE, CaptureField.PAYMENT_CARD_NUMBER);
  }

  private String start(Map<String, ?> body) {
    final Reply reply = server.post("/startCapture", alice, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().asString();
  }

  /// Starts a payment with one parameter changed and returns the reason why it is refused.
  private String refusal(String parameter, Object value) {
    final Map<String, Object> body = starting(newCall());
    body.put(parameter, value);
    final Reply reply = server.post("/startCapture", alice, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).startsWith("Error with StartCapture: ");
    return reply.body().substring("Error with StartCapture: ".length());
  }

  private String capture(Map<String, String> agent, String call, String payment, String field) {
    final Map<String, Object> body = about(call, payment);
    body.put("captureType", field);
    final Reply reply = server.post("/updateCaptureType", agent, body);
    return reply.status() + " " + reply.body();
  }

  private String change(Map<String, String> agent, String call, String payment, String status) {
    final Map<String, Object> body = about(call, payment);
    body.put("Status", status);
    final Reply reply = server.post("/changeSession", agent, body);
    return reply.status() + " " + reply.body();
  }

  private static Map<String, Object> about(String call, String payment) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", call);
    body.put("paySid", payment);
    return body;
  }

  private static Map<String, Object> starting(String call) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", call);
    body.put("ChargeAmount", 5);
    body.put("Currency", "USD");
    body.put("PaymentConnector", "sandbox");
    body.put("SecurityCode", true);
    body.put("PostalCode", false);
    return body;
  }

  private static CompatOptions withOrder(List<CaptureField> order) {
    return new CompatOptions(
        ALL_CLIENTS.clients(),
        false,
        ALL_CLIENTS.syncServices(),
        ALL_CLIENTS.syncServiceName(),
        ALL_CLIENTS.payMap(),
        ALL_CLIENTS.uuiMap(),
        ALL_CLIENTS.sipDomain(),
        order,
        true,
        false,
        ALL_CLIENTS.connectors(),
        ALL_CLIENTS.currency(),
        ALL_CLIENTS.phoneNumber(),
        ALL_CLIENTS.applicationSid(),
        ALL_CLIENTS.inputTimeoutSeconds(),
        ALL_CLIENTS.assets());
  }
}
