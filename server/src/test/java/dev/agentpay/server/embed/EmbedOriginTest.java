package dev.agentpay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.SseReader;
import dev.agentpay.server.World;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.InvalidOptionsException;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of configured origins may call the API from a browser; all others may not.
class EmbedOriginTest {
  private static final String CRM = "https://crm.example.com";

  @AutoClose private final World world = new World(o -> with(o, CRM));

  private static ServerOptions with(ServerOptions o, String origin) {
    return new ServerOptions(
        o.host(),
        o.port(),
        o.publicUrl(),
        o.signIn(),
        o.connectors(),
        o.defaultConnector(),
        o.defaultCurrency(),
        o.trustedProxies(),
        o.allowedOrigins(),
        o.limits(),
        new DeskOptions(
            Optional.empty(),
            new SoftphoneOptions.None(),
            true,
            Set.of(),
            Set.of(origin),
            DeskOptions.AWAY_AFTER),
        o.payments());
  }

  private HttpAnswer preflight(String origin, String path, String headers) {
    return world
        .anyone()
        .with("Origin", origin)
        .with("Access-Control-Request-Method", "POST")
        .with("Access-Control-Request-Headers", headers)
        .send("OPTIONS", path, "");
  }

  @Test
  void preflight_allows_what_a_page_sends() {
    final HttpAnswer allowed =
        preflight(
            CRM, "/api/pay-sessions", "authorization,content-type,idempotency-key,last-event-id");
    assertThat(allowed.status()).isEqualTo(200);
    assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(CRM);
    assertThat(allowed.header("Access-Control-Allow-Headers"))
        .contains("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID");
    assertThat(allowed.header("Access-Control-Allow-Methods")).contains("POST", "PUT");
    assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://crm.example.com",
        "https://crm.example.com:8443",
        "https://crm.example.com.evil.example",
        "https://crmxexample.com",
        "https://a.crm.example.com",
        "null"
      })
  void other_origins_get_nothing(String origin) {
    assertThat(
            preflight(origin, "/api/pay-sessions", "authorization")
                .header("Access-Control-Allow-Origin"))
        .isEmpty();
    assertThat(
            world
                .as("alice")
                .with("Origin", origin)
                .get("/api/me")
                .header("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void answers_and_refusals_can_be_read_without_cookies() {
    final HttpAnswer answer = world.as("alice").with("Origin", CRM).get("/api/me");
    final HttpAnswer refused = world.anyone().with("Origin", CRM).get("/api/me");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(refused.status()).isEqualTo(401);
    for (HttpAnswer each : new HttpAnswer[] {answer, refused}) {
      assertThat(each.header("Access-Control-Allow-Origin")).isEqualTo(CRM);
      assertThat(each.header("Access-Control-Allow-Credentials")).isEmpty();
      assertThat(each.header("Vary")).contains("Origin");
    }
  }

  @Test
  void live_updates_can_be_read() {
    try (SseReader reader = SseReader.by(world.as("alice").with("Origin", CRM))) {
      assertThat(reader.response.headers().firstValue("Access-Control-Allow-Origin")).contains(CRM);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/health/ready", "/openapi.json", "/twilio/voice/incoming"})
  void only_the_api_is_open(String path) {
    assertThat(preflight(CRM, path, "authorization").header("Access-Control-Allow-Origin"))
        .isEmpty();
    assertThat(world.anyone().with("Origin", CRM).get(path).header("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void nothing_is_open_by_default() {
    try (World closed = new World()) {
      assertThat(
              closed
                  .as("alice")
                  .with("Origin", CRM)
                  .get("/api/me")
                  .header("Access-Control-Allow-Origin"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "https://*.example.com",
        "https://crm.example.com/",
        "https://crm.example.com/page",
        "https://CRM.example.com",
        "https://crm.example.com:443",
        "http://crm.example.com:80",
        "https://crm.example.com:99999",
        "crm.example.com",
        "null"
      })
  void only_exact_origins_are_accepted(String origin) {
    assertThatThrownBy(() -> with(World.options(), origin).checked())
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("embed.origins: must");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:3000", "https://10.0.0.7:8443", "http://[::1]:8080"})
  void exact_origins_may_have_ports_and_addresses(String origin) {
    assertThat(with(World.options(), origin).problems()).isEmpty();
  }
}
