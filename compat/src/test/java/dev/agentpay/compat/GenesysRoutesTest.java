package dev.agentpay.compat;

import static dev.agentpay.compat.CompatServer.basic;
import static dev.agentpay.compat.CompatServer.newCall;
import static dev.agentpay.compat.CompatServer.unknownCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.compat.CompatServer.Reply;
import dev.agentpay.payments.session.SessionState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenesysRoutesTest {
  private CompatServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new CompatServer(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void responds_with_the_payment_in_twilio_nodes_format() {
    final String call = newCall();
    final JsonNode payment = start(call);
    final String sid = payment.path("sid").asString();
    assertThat(payment.propertyNames())
        .containsExactly("accountSid", "callSid", "sid", "dateCreated", "dateUpdated", "uri");
    assertThat(sid).isEqualTo(call.replace("CA", "PK"));
    assertThat(payment.path("callSid").asString()).isEqualTo(call);
    assertThat(payment.path("uri").asString())
        .isEqualTo(
            "/2010-04-01/Accounts/%s/Calls/%s/Payments/%s.json"
                .formatted(CompatServer.ACCOUNT, call, sid));
  }

  @Test
  void leases_a_sync_service_when_a_payment_starts() {
    // No other test leases a service to bob.
    final Map<String, String> body = Map.of("callSid", newCall());
    assertThat(server.post("/aap/startCapture", basic("bob"), body).status()).isEqualTo(200);
    assertThat(server.leases.serviceOf(CompatServer.BOB)).isPresent();
  }

  @Test
  void captures_and_cancels() {
    final String call = newCall();
    final String sid = start(call).path("sid").asString();
    final Map<String, String> capture =
        Map.of("callSid", call, "paymentSid", sid, "captureType", "payment-card-number");
    assertThat(server.post("/aap/changeCapture", basic("alice"), capture).json().path("sid"))
        .hasToString("\"" + sid + "\"");
    final Map<String, String> cancel =
        Map.of("callSid", call, "paymentSid", sid, "status", "cancel");
    assertThat(server.post("/aap/changeStatus", basic("alice"), cancel).json().has("error"))
        .isFalse();
    assertThat(server.session(sid).state()).isEqualTo(SessionState.CANCELLED);
  }

  @Test
  void reports_every_failure_in_the_field_error() {
    final String call = newCall();
    final String sid = start(call).path("sid").asString();
    final Map<String, String> alice = basic("alice");
    assertThat(error("/aap/startCapture", alice, Map.of())).isEqualTo("callSid is missing");
    assertThat(error("/aap/startCapture", alice, Map.of("callSid", "no call"))).isNotEmpty();
    assertThat(error("/aap/startCapture", alice, Map.of("callSid", unknownCall()))).isNotEmpty();
    assertThat(error("/aap/startCapture", alice, Map.of("callSid", call))).isNotEmpty();
    assertThat(
            error(
                "/aap/changeStatus",
                alice,
                Map.of("callSid", call, "paymentSid", sid, "status", "refund")))
        .isEqualTo("The status must be complete or cancel");
    assertThat(
            error(
                "/aap/changeStatus",
                basic("bob"),
                Map.of("callSid", call, "paymentSid", sid, "status", "cancel")))
        .isEqualTo("No such payment on this call");
    assertThat(
            error(
                "/aap/changeCapture",
                alice,
                Map.of("callSid", call, "paymentSid", sid, "captureType", "pin")))
        .startsWith("The field to capture must be one of");
    assertThat(server.session(sid).state()).isEqualTo(SessionState.IDLE);
  }

  @Test
  void asks_for_credentials_with_an_error_and_a_challenge() {
    for (String path :
        List.of("/aap/startCapture", "/aap/changeCapture", "/aap/changeStatus", "/token")) {
      final Reply reply = server.post(path, Map.of(), Map.of("callSid", newCall()));
      assertThat(reply.status()).as(path).isEqualTo(401);
      assertThat(reply.json().path("error").asString()).isEqualTo("Unauthorized");
      assertThat(reply.header("WWW-Authenticate"))
          .contains("Basic realm=\"Authentication Required\"");
    }
  }

  @Test
  void ignores_the_identity_of_a_token_request() {
    final Reply reply =
        server.post("/sync/getSyncToken", basic("alice"), Map.of("identity", newCall()));
    assertThat(server.accessTokens.verify(reply.json().asString()).orElseThrow().agent())
        .isEqualTo(CompatServer.ALICE);
  }

  @Test
  void the_connector_demo_starts_captures_and_completes() {
    final String call = newCall();
    final Map<String, String> alice = basic("alice");
    assertThat(server.get("/token", alice).json().path("phoneNumber").asString())
        .isEqualTo("+12025550106");
    final Reply started =
        server.post(
            "/startPaySession",
            alice,
            Map.of("callSid", call, "paymentAmount", "12.34", "syncDocumentSid", "a-document"));
    final String sid = started.json().path("paymentSid").asString();
    assertThat(server.session(sid).request().amount().orElseThrow()).hasToString("12.34 USD");
    assertThat(server.session(sid).request().mirror()).contains("a-document");
    assertThat(
            server
                .post(
                    "/updatePaySession",
                    alice,
                    Map.of("callSid", call, "paymentSid", sid, "paymentStep", "postal-code"))
                .body())
        .isEqualTo("\"postal-code\"");
    assertThat(error("/completePaySession", alice, Map.of("callSid", call, "paymentSid", sid)))
        .isNotEmpty();
    assertThat(error("/startPaySession", alice, Map.of("callSid", newCall())))
        .isEqualTo("syncDocumentSid is missing");
  }

  private JsonNode start(String call) {
    final Reply reply =
        server.post(
            "/aap/startCapture", basic("alice"), Map.of("callSid", call, "chargeAmount", 5));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private String error(String path, Map<String, String> agent, Map<String, ?> body) {
    final Reply reply = server.post(path, agent, body);
    assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
    return reply.json().path("error").asString();
  }
}
