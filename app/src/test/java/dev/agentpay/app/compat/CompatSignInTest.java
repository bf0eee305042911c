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

/// Who is let in to what existing clients ask for, and who is not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatSignInTest {
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
  void whoever_logs_in_gets_an_access_token_in_quotes() {
    final HttpResponse<String> answer = bench.get("/loginMock", CompatBench.basic("alice"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.body()).startsWith("\"ey").endsWith("\"");
    assertThat(ExistingToken.read(CompatBench.json(answer).asString()).identity())
        .isEqualTo("alice");
  }

  @Test
  void two_agents_get_two_services() {
    assertThat(ExistingToken.read(alice).syncService())
        .isNotEqualTo(ExistingToken.read(bob).syncService());
  }

  @Test
  void a_wrong_password_is_told_as_the_old_server_did() {
    final HttpResponse<String> answer = bench.get("/loginMock", CompatBench.basic("alice", "no"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("Unauthorized");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"Authentication Required\"");
    assertThat(bench.get("/loginMock", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void the_accounts_auth_token_is_no_password_any_more() {
    final String token = DemoWorld.simulatorAccount().authToken();
    final HttpResponse<String> answer =
        bench.get("/loginMock", CompatBench.basic("mallory", token));
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void a_supervisor_takes_no_payments() {
    assertThat(bench.get("/loginMock", CompatBench.basic("sam")).statusCode()).isEqualTo(403);
  }

  @Test
  void a_sync_token_is_for_oneself_only() {
    assertThat(bench.get("/getSyncToken?identity=alice", Map.of()).statusCode()).isEqualTo(401);
    final HttpResponse<String> mine =
        bench.get("/getSyncToken?identity=alice", CompatBench.basic("alice"));
    assertThat(mine.statusCode()).isEqualTo(200);
    assertThat(ExistingToken.read(CompatBench.json(mine).asString()))
        .isEqualTo(ExistingToken.read(alice));
    assertThat(bench.get("/getSyncToken?identity=bob", CompatBench.basic("alice")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_sync_token_can_be_renewed_by_itself() {
    final HttpResponse<String> renewed =
        bench.get("/getSyncToken?identity=alice", CompatBench.bearer(alice));
    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(ExistingToken.read(CompatBench.json(renewed).asString()))
        .isEqualTo(ExistingToken.read(alice));
  }

  @Test
  void majors_2_and_3_get_their_configuration_and_major_1_is_told_what_to_do() {
    final JsonNode config =
        CompatBench.json(bench.get("/getConfig?identity=alice", CompatBench.basic("alice")));
    assertThat(config.path("functionsURL").asString()).isEqualTo(bench.server().toString());
    assertThat(config.path("paymentConnector").asString()).isEqualTo("sandbox");
    assertThat(config.path("currency").asString()).isEqualTo("USD");
    assertThat(config.path("tokenType").asString()).isEqualTo("reusable");
    assertThat(config.path("captureOrder").valueStream().map(JsonNode::asString).toList())
        .containsExactly("payment-card-number", "security-code", "expiration-date");
    assertThat(ExistingToken.read(config.path("paySyncToken").asString()).syncService())
        .isEqualTo(config.path("paySyncServiceSid").asString());
    final HttpResponse<String> first = bench.get("/getConfig", CompatBench.basic("alice"));
    assertThat(first.statusCode()).isEqualTo(410);
    assertThat(first.body()).contains("agent-pay 4.x").doesNotContain(secret());
    assertThat(config.toString()).doesNotContain(secret());
  }

  @Test
  void without_a_good_bearer_every_request_says_why() {
    for (String path : List.of("/startCapture", "/updateCaptureType", "/changeSession")) {
      assertThat(refused(path, Map.of()))
          .isEqualTo("401 Authorisation Error no auth header present");
      assertThat(refused(path, CompatBench.basic("alice")))
          .isEqualTo("401 Authorisation Error no bearer token");
      assertThat(refused(path, CompatBench.bearer("not.a.token")))
          .startsWith("401 Authorisation Error Invalid JWT token");
    }
  }

  @Test
  void tokens_that_the_old_server_took_are_refused() {
    final String account = DemoWorld.simulatorAccount().accountSid();
    final String key = DemoWorld.simulatorAccount().apiKeySid();
    final String service = ExistingToken.read(alice).syncService();
    assertThat(refused(CompatTokens.signed(Map.of("a", 1)))).startsWith("401");
    assertThat(refused(CompatTokens.sync(account, key, "alice", service, -60)))
        .as("it has expired")
        .startsWith("401 Authorisation Error Invalid JWT token");
    assertThat(refused(CompatTokens.sync(account, "SK" + "0".repeat(32), "alice", service, 600)))
        .as("another key's")
        .startsWith("401");
    assertThat(refused(CompatTokens.sync(account, key, "mallory", service, 600)))
        .as("nobody of ours")
        .startsWith("401");
    assertThat(refused(CompatTokens.unsigned(account, key, "alice", service)))
        .as("not signed")
        .startsWith("401");
    assertThat(refused(CompatTokens.sync(account, key, "alice", service, 600)))
        .as("a good one, so that the others were refused for what is wrong with them")
        .startsWith("400 Error with StartCapture");
  }

  @Test
  void a_page_from_a_known_origin_may_ask_and_another_may_not() {
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
    final HttpResponse<String> refused =
        bench.post("/startCapture", Map.of("Origin", DemoWorld.EXISTING_PAGE), Map.of());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
        .as("the page can read why it is refused")
        .contains(DemoWorld.EXISTING_PAGE);
  }

  @Test
  void what_only_twilio_may_tell_needs_twilios_signature() {
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
          bench.send(
              "POST",
              path,
              Map.of("Content-Type", "application/x-www-form-urlencoded"),
              "CallSid=CA" + "1".repeat(32) + "&From=%2B12025550110&To=%2B12025550104");
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void card_data_is_not_read_here() {
    for (String path :
        List.of("/mockPaymentProcessor", "/connector/charge", "/connector/tokenize")) {
      assertThat(bench.post(path, Map.of(), Map.of("cardnumber", "none")).statusCode())
          .isEqualTo(410);
    }
  }

  private HttpResponse<String> preflight(String origin) {
    return bench.send(
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

  private String refused(String path, Map<String, String> headers) {
    final HttpResponse<String> answer =
        bench.post(path, headers, Map.of("callSid", "CA" + "0".repeat(32)));
    return answer.statusCode() + " " + answer.body();
  }

  private String refused(String token) {
    return refused("/startCapture", CompatBench.bearer(token));
  }
}
