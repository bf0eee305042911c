package dev.agentpay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.LogLines;
import dev.agentpay.server.Page;
import dev.agentpay.server.RestartableServer;
import dev.agentpay.server.ScriptedTwilio;
import dev.agentpay.server.SseReader;
import dev.agentpay.server.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Supervisors create, rotate and revoke service keys. Nothing but the answer that creates a secret
/// contains it.
class ServiceKeyTest {
  @AutoClose private final World world = new World();
  private final Page sue = world.as("sue");

  private HttpAnswer create(String more) {
    return sue.post("/api/service-keys", "{\"name\":\"crm\"%s}".formatted(more));
  }

  private String listed(String path) {
    return sue.get("/api/service-keys").at("serviceKeys.0." + path);
  }

  @Test
  void key_has_an_id_and_a_secret_of_256_bits() {
    final HttpAnswer created = create("");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("secret"))
        .matches("apk_" + created.at("id") + "_[0-9a-f]{64}")
        .isNotEqualTo(create("").at("secret"));
    assertThat(created.at("scopes.0")).isEqualTo("tokens");
    assertThat(created.at("state")).isEqualTo("valid");
  }

  @Test
  void nothing_else_shows_the_secret_or_its_hash() {
    try (LogLines log = new LogLines();
        SseReader watching = SseReader.by(sue)) {
      final HttpAnswer created = create("");
      final String secret = created.at("secret").substring("apk_0123456789ab_".length());
      final HttpAnswer list = sue.get("/api/service-keys");
      assertThat(list.at("serviceKeys.0.name")).isEqualTo("crm");
      assertThat(list.text()).doesNotContain(secret, "hash", "secret\":\"");
      final SseReader.Frame frame = watching.next(f -> f.event().equals("service-key"));
      assertThat(frame.type()).isEqualTo("service-key-created");
      assertThat(frame.data()).contains("crm").doesNotContain(secret, "hash");
      assertThat(log.lines())
          .anyMatch(line -> line.contains("service-key created key=" + created.at("id")))
          .noneMatch(line -> line.contains(secret));
    }
  }

  @Test
  void agents_and_strangers_may_not() {
    final String id = create("").at("id");
    for (String path :
        List.of(
            "/api/service-keys",
            "/api/service-keys/" + id + "/rotate",
            "/api/service-keys/" + id + "/revoke")) {
      assertThat(world.as("alice").post(path, "{\"name\":\"x\"}").status()).isEqualTo(403);
      assertThat(world.anyone().post(path, "{\"name\":\"x\"}").status()).isEqualTo(401);
    }
    assertThat(world.as("alice").get("/api/service-keys").status()).isEqualTo(403);
  }

  @Test
  void wrong_values_change_nothing() {
    final String before = world.position();
    assertThat(sue.post("/api/service-keys", "{}").status()).isEqualTo(422);
    assertThat(create(",\"scopes\":[\"everything\"]").errorFields()).containsExactly("scopes[0]");
    assertThat(create(",\"scopes\":[]").errorFields()).containsExactly("scopes");
    assertThat(create(",\"expiresInDays\":0").errorFields()).containsExactly("expiresInDays");
    assertThat(create(",\"expiresInDays\":367").errorFields()).containsExactly("expiresInDays");
    assertThat(sue.post("/api/service-keys", "{\"name\":\"4111 1111 1111 1111\"}").status())
        .isEqualTo(422);
    assertThat(sue.post("/api/service-keys/nonsense/revoke", "").status()).isEqualTo(404);
    assertThat(sue.post("/api/service-keys/0123456789ab/revoke", "").status()).isEqualTo(404);
    assertThat(sue.post("/api/service-keys/0123456789ab/rotate", "").status()).isEqualTo(404);
    assertThat(world.position()).isEqualTo(before);
  }

  @Test
  void rotation_has_at_most_two_secrets() {
    final String key = "/api/service-keys/" + create("").at("id");
    final HttpAnswer rotated = sue.post(key + "/rotate", "");
    assertThat(rotated.at("secret")).startsWith("apk_");
    assertThat(listed("oldSecret")).isEqualTo("true");
    final HttpAnswer again = sue.post(key + "/rotate", "");
    assertThat(again.problem()).isEqualTo("not-now");
    assertThat(again.at("detail")).contains("revoke the old one first");
    assertThat(sue.post(key + "/revoke", "{\"oldSecretOnly\":true}").at("state"))
        .isEqualTo("valid");
    assertThat(listed("oldSecret")).isEqualTo("false");
    assertThat(sue.post(key + "/rotate", "{\"oldSecretMinutes\":5}").at("oldSecretUntil"))
        .isNotEmpty();
    world.ahead.set(Duration.ofMinutes(6));
    assertThat(listed("oldSecret")).isEqualTo("false");
    assertThat(sue.post(key + "/rotate", "").status()).isEqualTo(200);
  }

  @Test
  void revoked_and_expired_keys_cannot_be_rotated() {
    final String revoked = "/api/service-keys/" + create("").at("id");
    assertThat(sue.post(revoked + "/revoke", "").at("state")).isEqualTo("revoked");
    assertThat(sue.post(revoked + "/revoke", "").status()).isEqualTo(200);
    assertThat(sue.post(revoked + "/rotate", "").problem()).isEqualTo("not-now");
  }

  @Test
  void keys_survive_a_restart(@TempDir Path folder) {
    final ScriptedTwilio twilio = new ScriptedTwilio();
    final Page by = new Page(world.server.baseUri(), Optional.of(world.token("sue")));
    try (RestartableServer before = new RestartableServer(folder, twilio)) {
      before.with(by).post("/api/service-keys", "{\"name\":\"crm\"}");
    }
    try (RestartableServer after = new RestartableServer(folder, twilio)) {
      assertThat(after.with(by).get("/api/service-keys").at("serviceKeys.0.name")).isEqualTo("crm");
    }
  }
}
