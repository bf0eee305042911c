package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.existing.ExistingToken;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Authentication of existing clients' requests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatSignInTest {
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
  void login_returns_a_quoted_access_token() {
    final HttpResponse<String> answer = server.get("/loginMock", CompatServer.basic("alice"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.body()).startsWith("\"ey").endsWith("\"");
    assertThat(ExistingToken.read(CompatServer.json(answer).asString()).identity())
        .isEqualTo("alice");
  }

  @Test
  void two_agents_get_different_sync_services() {
    assertThat(ExistingToken.read(alice).syncService())
        .isNotEqualTo(ExistingToken.read(bob).syncService());
  }

  @Test
  void rejects_a_wrong_password_like_the_original_server() {
    final HttpResponse<String> answer = server.get("/loginMock", CompatServer.basic("alice", "no"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("\"Unauthorized\"");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"Authentication Required\"");
    assertThat(server.get("/loginMock", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void rejects_the_auth_token_as_a_password() {
    final String token = DemoWorld.simulatorAccount().authToken();
    final HttpResponse<String> answer =
        server.get("/loginMock", CompatServer.basic("mallory", token));
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void rejects_the_login_of_a_supervisor() {
    assertThat(server.get("/loginMock", CompatServer.basic("sam")).statusCode()).isEqualTo(403);
  }

  @Test
  void agents_get_only_their_own_sync_token() {
    assertThat(server.get("/getSyncToken?identity=alice", Map.of()).statusCode()).isEqualTo(401);
    final HttpResponse<String> own =
        server.get("/getSyncToken?identity=alice", CompatServer.basic("alice"));
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(ExistingToken.read(CompatServer.json(own).asString()))
        .isEqualTo(ExistingToken.read(alice));
    assertThat(server.get("/getSyncToken?identity=bob", CompatServer.basic("alice")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void sync_token_can_be_renewed_with_itself() {
    final HttpResponse<String> renewed =
        server.get("/getSyncToken?identity=alice", CompatServer.bearer(alice));
    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(ExistingToken.read(CompatServer.json(renewed).asString()))
        .isEqualTo(ExistingToken.read(alice));
  }

  @Test
  void serves_configuration_to_majors_2_and_3_only() {
    final JsonNode config =
        CompatServer.json(server.get("/getConfig?identity=alice", CompatServer.basic("alice")));
    assertThat(config.path("functionsURL").asString()).isEqualTo(server.server().toString());
    assertThat(config.path("paymentConnector").asString()).isEqualTo("sandbox");
    assertThat(config.path("currency").asString()).isEqualTo("USD");
    assertThat(config.path("tokenType").asString()).isEqualTo("reusable");
    assertThat(config.path("captureOrder").valueStream().map(JsonNode::asString).toList())
        .containsExactly("payment-card-number", "security-code", "expiration-date");
    assertThat(ExistingToken.read(config.path("paySyncToken").asString()).syncService())
        .isEqualTo(config.path("paySyncServiceSid").asString());
    final HttpResponse<String> major1 = server.get("/getConfig", CompatServer.basic("alice"));
    assertThat(major1.statusCode()).isEqualTo(410);
    assertThat(major1.body()).contains("agent-pay 4.x").doesNotContain(secret());
    assertThat(config.toString()).doesNotContain(secret());
  }

  @Test
  void rejects_requests_without_a_valid_token() {
    for (String path : List.of("/startCapture", "/updateCaptureType", "/changeSession")) {
      assertThat(answerTo(path, Map.of()))
          .isEqualTo("401 Authorisation Error no auth header present");
      assertThat(answerTo(path, CompatServer.basic("alice")))
          .isEqualTo("401 Authorisation Error no bearer token");
      assertThat(answerTo(path, CompatServer.bearer("not.a.token")))
          .startsWith("401 Authorisation Error Invalid JWT token");
    }
  }

  @Test
  void rejects_forged_tokens() {
    final String account = DemoWorld.simulatorAccount().accountSid();
    final String key = DemoWorld.simulatorAccount().apiKeySid();
    final String service = ExistingToken.read(alice).syncService();
    assertThat(answerTo(CompatTokens.signed(Map.of("a", 1)))).startsWith("401");
    assertThat(answerTo(CompatTokens.sync(account, key, "alice", service, -60)))
        .as("expired")
        .startsWith("401 Authorisation Error Invalid JWT token");
    assertThat(answerTo(CompatTokens.sync(account, "SK" + "0".repeat(32), "alice", service, 600)))
        .as("another API key")
        .startsWith("401");
    assertThat(answerTo(CompatTokens.sync(account, key, "mallory", service, 600)))
        .as("unknown agent")
        .startsWith("401");
    assertThat(answerTo(CompatTokens.unsigned(account, key, "alice", service)))
        .as("not signed")
        .startsWith("401");
    assertThat(answerTo(CompatTokens.sync(account, key, "alice", service, 600)))
        .as("a valid token passes, so the others were rejected for their defects")
        .startsWith("400 Error with StartCapture");
  }

  @Test
  void allows_only_configured_origins() {
    final HttpResponse<String> known = preflight(DemoWorld.EXISTING_PAGE);
    assertThat(known.statusCode()).isLessThan(300);
    assertThat(known.headers().firstValue("Access-Control-Allow-Origin"))
        .contains(DemoWorld.EXISTING_PAGE);
    assertThat(known.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .containsIgnoringCase("authorization")
        .containsIgnoringCase("content-type");
    assertThat(
            preflight("https://mallory.example.com")
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .isEmpty();
    final HttpResponse<String> rejected =
        server.post("/startCapture", Map.of("Origin", DemoWorld.EXISTING_PAGE), Map.of());
    assertThat(rejected.statusCode()).isEqualTo(401);
    assertThat(rejected.headers().firstValue("Access-Control-Allow-Origin"))
        .as("the page can read the reason")
        .contains(DemoWorld.EXISTING_PAGE);
  }

  @Test
  void webhooks_require_twilios_signature() {
    for (String path :
        List.of(
            "/inboundHandler",
            "/outboundHandler",
            "/outboundSyncUpdate?UUI=1",
            "/paySyncUpdate",
            "/sync/paySyncUpdate",
            "/sync/uuiSyncUpdate?CallDirection=toSIP&UUI=1",
            "/pv/callToSIP",
            "/pv/callToSIPwithRefer",
            "/pv/callToPSTN",
            "/pv/callToPSTNwithRefer",
            "/pv/callTransfer",
            "/pv/simpleCallToPSTN",
            "/pv/tollfreeCallToSIP",
            "/twiml",
            "/statusCallback?syncDocumentSid=1",
            "/forward?Fwd=%2B12025550190",
            "/answered",
            "/finished",
            "/payresult")) {
      final HttpResponse<String> answer =
          server.send(
              "POST",
              path,
              Map.of("Content-Type", "application/x-www-form-urlencoded"),
              "CallSid=CA" + "1".repeat(32) + "&From=%2B12025550110&To=%2B12025550104");
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void rejects_card_data() {
    for (String path :
        List.of("/mockPaymentProcessor", "/connector/charge", "/connector/tokenize")) {
      assertThat(server.post(path, Map.of(), Map.of("cardnumber", "none")).statusCode())
          .isEqualTo(410);
    }
  }

  private HttpResponse<String> preflight(String origin) {
    return server.send(
        "OPTIONS",
        "/startCapture",
        Map.of(
            "Origin", origin,
            "Access-Control-Request-Method", "POST",
            "Access-Control-Request-Headers", "authorization,content-type"),
        "");
  }

  private static String secret() {
    return DemoWorld.simulatorAccount().apiKeySecret();
  }

  private String answerTo(String path, Map<String, String> headers) {
    final HttpResponse<String> answer =
        server.post(path, headers, Map.of("callSid", "CA" + "0".repeat(32)));
    return answer.statusCode() + " " + answer.body();
  }

  private String answerTo(String token) {
    return answerTo("/startCapture", CompatServer.bearer(token));
  }
}
