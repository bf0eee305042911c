package dev.agentpay.compat;

import static dev.agentpay.compat.CompatServer.basic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.compat.CompatServer.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests `compat.open-door`, which accepts requests without credentials.
class OpenDoorTest {
  private static final CompatOptions OPEN = CompatServer.withOpenDoor(CompatServer.ALL_CLIENTS);

  @TempDir private Path folder;

  @Test
  void identifies_an_agent_by_the_idempotency_key() {
    try (CompatServer server = new CompatServer(folder, OPEN)) {
      assertThat(start(server, "alice1700000000000").status()).isEqualTo(200);
      for (String key : List.of("mallory1700000000000", "sue1700000000000", "1700000000000", "")) {
        assertThat(start(server, key).body())
            .as(key)
            .isEqualTo("Authorisation Error no auth header present");
      }
    }
  }

  @Test
  void still_rejects_wrong_credentials() {
    try (CompatServer server = new CompatServer(folder, OPEN)) {
      final Reply reply =
          server.post(
              "/startCapture",
              CompatServer.bearer("not.a.token"),
              Map.of("IdempotencyKey", "alice1700000000000"));
      assertThat(reply.status()).isEqualTo(401);
      assertThat(server.get("/getSyncToken?identity=alice", basic("alice", "wrong")).status())
          .isEqualTo(401);
    }
  }

  @Test
  void issues_a_token_for_any_agent_that_is_named() {
    try (CompatServer server = new CompatServer(folder, OPEN)) {
      assertThat(server.get("/getSyncToken?identity=bob", Map.of()).status()).isEqualTo(200);
      assertThat(server.get("/getSyncToken?identity=mallory", Map.of()).status()).isEqualTo(403);
      assertThat(server.get("/getSyncToken", Map.of()).status()).isEqualTo(403);
      assertThat(server.get("/getSyncToken?identity=bob", basic("alice")).status())
          .as("with credentials of another agent")
          .isEqualTo(403);
    }
  }

  @Test
  void uses_the_only_agent_for_clients_without_names() {
    try (CompatServer server = new CompatServer(folder, OPEN, List.of("alice"))) {
      assertThat(server.get("/sync/getSyncToken", Map.of()).status()).isEqualTo(200);
    }
  }

  @Test
  void asks_clients_without_names_if_there_are_several_agents() {
    try (CompatServer server = new CompatServer(folder, OPEN)) {
      assertThat(server.get("/sync/getSyncToken", Map.of()).status()).isEqualTo(401);
    }
  }

  @Test
  void is_closed_by_default() {
    try (CompatServer server =
        new CompatServer(folder, CompatServer.ALL_CLIENTS, List.of("alice"))) {
      assertThat(start(server, "alice1700000000000").status()).isEqualTo(401);
      assertThat(server.get("/getSyncToken?identity=alice", Map.of()).status()).isEqualTo(401);
      assertThat(server.get("/sync/getSyncToken", Map.of()).status()).isEqualTo(401);
    }
  }

  private static Reply start(CompatServer server, String key) {
    return server.post(
        "/startCapture",
        Map.of(),
        Map.of("callSid", CompatServer.newCall(), "IdempotencyKey", key));
  }
}
