package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.existing.ExistingToken;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The Sync token of an existing client's page is a token of its agent for the API as well.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatApiTokenTest {
  private static final String ACCOUNT = DemoWorld.simulatorAccount().accountSid();
  private static final String KEY = DemoWorld.simulatorAccount().apiKeySid();

  private CompatServer server;
  private String alice;
  private String service;

  @BeforeAll
  void start(@TempDir Path data) {
    server = CompatServer.start(data);
    alice = server.token("alice");
    service = ExistingToken.read(alice).syncService();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private int status(String token) {
    return server.get("/api/me", CompatServer.bearer(token)).statusCode();
  }

  @Test
  void the_token_is_its_agents() {
    final HttpResponse<String> answer = server.get("/api/me", CompatServer.bearer(alice));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(CompatServer.json(answer).at("/user/name").asString()).isEqualTo("alice");
    assertThat(CompatServer.json(answer).at("/user/role").asString()).isEqualTo("agent");
    assertThat(server.get("/api/dead-letters", CompatServer.bearer(alice)).statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_token_that_is_not_ours_is_refused() {
    assertThat(status(CompatTokens.sync(ACCOUNT, KEY, "alice", service, 600)))
        .as("a valid one passes, so the others are refused for their defects")
        .isEqualTo(200);
    assertThat(status(CompatTokens.sync(ACCOUNT, KEY, "alice", service, -60)))
        .as("expired")
        .isEqualTo(401);
    assertThat(status(CompatTokens.sync("AC" + "9".repeat(32), KEY, "alice", service, 600)))
        .as("another account")
        .isEqualTo(401);
    assertThat(status(CompatTokens.sync(ACCOUNT, "SK" + "0".repeat(32), "alice", service, 600)))
        .as("another API key")
        .isEqualTo(401);
    assertThat(status(CompatTokens.signedByAnother(ACCOUNT, KEY, "alice", service)))
        .as("another secret")
        .isEqualTo(401);
    assertThat(status(CompatTokens.sync(ACCOUNT, KEY, "mallory", service, 600)))
        .as("unknown agent")
        .isEqualTo(401);
    assertThat(status(CompatTokens.sync(ACCOUNT, KEY, "sam", service, 600)))
        .as("a supervisor")
        .isEqualTo(401);
    assertThat(status(CompatTokens.unsigned(ACCOUNT, KEY, "alice", service)))
        .as("not signed")
        .isEqualTo(401);
  }
}
