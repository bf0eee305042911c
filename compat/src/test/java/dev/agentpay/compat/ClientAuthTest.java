package dev.agentpay.compat;

import static dev.agentpay.compat.CompatServer.basic;
import static dev.agentpay.compat.CompatServer.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.compat.CompatServer.Reply;
import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.token.AccessTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientAuthTest {
  private static final String CHALLENGE = "Basic realm=\"Authentication Required\"";

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
  void accepts_an_agents_password() {
    final Reply reply = server.get("/loginMock", basic("alice"));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.header("Content-Type").orElse("")).startsWith("application/json");
    final AccessTokens.Verified token = verified(reply.json().asString()).orElseThrow();
    assertThat(token.agent()).isEqualTo(CompatServer.ALICE);
    assertThat(token.sync().map(AccessTokens.Sync::serviceSid))
        .isEqualTo(server.leases.serviceOf(CompatServer.ALICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic !!!",
        "Basic YWxpY2U=",
        "Digest username=alice",
        "Bearer",
        "Bearer not.a.token"
      })
  void rejects_missing_or_malformed_credentials(String header) {
    final Map<String, String> headers =
        header.isEmpty() ? Map.of() : Map.of("Authorization", header);
    final Reply reply = server.get("/loginMock", headers);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).contains(CHALLENGE);
  }

  @Test
  void rejects_a_wrong_password_after_a_right_one() {
    assertThat(server.get("/loginMock", basic("alice")).status()).isEqualTo(200);
    final Reply reply = server.get("/loginMock", basic("alice", "wrong"));
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body())
        .as("the page parses every answer as JSON")
        .isEqualTo("\"Unauthorized\"");
    assertThat(reply.header("Content-Type")).contains("application/json");
    final Reply token = server.get("/getSyncToken?identity=alice", basic("alice", "wrong"));
    assertThat(token.status()).isEqualTo(401);
    assertThat(token.body()).isEqualTo("\"Unauthorized\"");
    assertThat(server.get("/loginMock", basic("mallory")).status()).isEqualTo(401);
  }

  @Test
  void refuses_a_supervisor_who_acts_as_an_agent() {
    final Reply reply = server.get("/loginMock", basic("sue"));
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().asString()).isEqualTo("Only agents can take payments");
  }

  @Test
  void refuses_an_agent_who_sets_up_sync() {
    assertThat(server.get("/sync/setupSyncServices", basic("alice")).status()).isEqualTo(403);
    assertThat(server.get("/sync/setupSyncServices", Map.of()).status()).isEqualTo(401);
  }

  @Test
  void reports_that_sync_cannot_be_reached_for_setup() {
    assertThat(server.get("/sync/setupSyncServices", basic("sue")).body())
        .as("reading the page changes nothing")
        .contains("<form method=\"post\">");
    final Reply reply = server.post("/sync/setupSyncServices", basic("sue"), Map.of());
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).startsWith("Twilio Sync: ");
  }

  @Test
  void accepts_a_token_of_the_api() {
    final Reply login =
        server.post("/api/login", Map.of(), Map.of("name", "alice", "password", "secret"));
    final Map<String, String> header = bearer(login.json().path("token").asString());
    assertThat(server.get("/loginMock", header).status()).isEqualTo(200);
  }

  @Test
  void accepts_its_own_sync_token_in_any_case_of_the_scheme() {
    final String token = server.get("/loginMock", basic("alice")).json().asString();
    for (String scheme : List.of("Bearer ", "bearer ", "BEARER   ")) {
      final Reply reply = server.get("/loginMock", Map.of("Authorization", scheme + token));
      assertThat(reply.status()).as(scheme).isEqualTo(200);
    }
  }

  @Test
  void rejects_tokens_without_sync_or_for_unknown_agents() {
    final Duration hour = Duration.ofHours(1);
    final AccessTokens.Grant sync = new AccessTokens.Sync(CompatServer.FIRST);
    final AccessTokens.Grant voice = new AccessTokens.Voice(Optional.empty());
    assertThat(status(server.accessTokens.issue(CompatServer.ALICE, hour, List.of(sync))))
        .isEqualTo(200);
    assertThat(status(server.accessTokens.issue(CompatServer.ALICE, hour, List.of(voice))))
        .isEqualTo(401);
    assertThat(status(server.accessTokens.issue(new AgentId("mallory"), hour, List.of(sync))))
        .isEqualTo(401);
    assertThat(status(server.accessTokens.issue(new AgentId("sue"), hour, List.of(sync))))
        .as("a supervisor")
        .isEqualTo(401);
  }

  @Test
  void agent_pay_names_the_problem_with_a_bearer_token() {
    assertThat(startCapture(Map.of())).isEqualTo("401 Authorisation Error no auth header present");
    assertThat(startCapture(basic("alice"))).isEqualTo("401 Authorisation Error no bearer token");
    assertThat(startCapture(Map.of("Authorization", "Bearer")))
        .isEqualTo("401 Authorisation Error no bearer token");
    assertThat(startCapture(bearer("not.a.token")))
        .isEqualTo("401 Authorisation Error Invalid JWT token");
  }

  @Test
  void limits_attempts_with_a_wrong_password(@TempDir Path folder) {
    try (CompatServer other = new CompatServer(folder)) {
      Reply reply = other.get("/loginMock", basic("bob", "wrong 0"));
      for (int i = 1; i < 100 && reply.status() == 401; i++) {
        reply = other.get("/loginMock", basic("bob", "wrong " + i));
      }
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.json().asString())
          .isEqualTo("Too many sign-in attempts; wait and try again");
    }
  }

  private int status(String token) {
    return server.get("/loginMock", bearer(token)).status();
  }

  private String startCapture(Map<String, String> headers) {
    final Reply reply = server.post("/startCapture", headers, Map.of("callSid", "CA1"));
    return reply.status() + " " + reply.body();
  }

  private Optional<AccessTokens.Verified> verified(String token) {
    return server.accessTokens.verify(token);
  }

  @Test
  void refuses_pages_of_other_sites() {
    final Map<String, String> form = new HashMap<>(basic("alice"));
    form.put("Origin", "https://evil.example");
    assertThat(server.post("/token", form, Map.of()).status()).isEqualTo(403);
    final Map<String, String> image = new HashMap<>(basic("alice"));
    image.put("Sec-Fetch-Site", "cross-site");
    assertThat(server.get("/token", image).status()).isEqualTo(403);
    assertThat(server.get("/loginMock", image).status()).isEqualTo(403);
  }

  @Test
  void accepts_its_own_pages_and_programs() {
    final Map<String, String> own = new HashMap<>(basic("alice"));
    own.put("Origin", server.origin());
    assertThat(server.get("/loginMock", own).status()).isEqualTo(200);
    final Map<String, String> typed = new HashMap<>(basic("alice"));
    typed.put("Sec-Fetch-Site", "none");
    assertThat(server.get("/loginMock", typed).status()).isEqualTo(200);
    assertThat(server.get("/loginMock", basic("alice")).status()).isEqualTo(200);
  }
}
