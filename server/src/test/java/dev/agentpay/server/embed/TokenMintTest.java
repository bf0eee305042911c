package dev.agentpay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.LogLines;
import dev.agentpay.server.Page;
import dev.agentpay.server.SseReader;
import dev.agentpay.server.World;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A back end with a service key mints tokens that see and do nothing beyond their pins.
class TokenMintTest {
  private static final String AGENT = "\"agent\":\"alice\"";

  @AutoClose private final World world = new World();
  private final HttpAnswer created = key("\"tokens\"");
  private final Page backEnd = with(created.at("secret"));

  private HttpAnswer key(String scopes) {
    return world
        .as("sue")
        .post("/api/service-keys", "{\"name\":\"crm\",\"scopes\":[%s]}".formatted(scopes));
  }

  private Page with(String token) {
    return new Page(world.server.baseUri(), Optional.of(token));
  }

  private HttpAnswer mint(String fields) {
    return backEnd.post("/api/tokens", "{" + AGENT + fields + "}");
  }

  private Page page(String fields) {
    final HttpAnswer minted = mint(fields);
    assertThat(minted.status()).as(minted.text()).isEqualTo(200);
    return with(minted.at("token"));
  }

  /// A call of alice, and a token that is pinned to it.
  private Page pinnedTo(String call) {
    return page(",\"callSid\":\"" + call + "\"");
  }

  @Test
  void token_is_the_agents_for_a_quarter_of_an_hour() {
    final HttpAnswer minted = mint("");
    assertThat(minted.at("agent")).isEqualTo("alice");
    final Page page = with(minted.at("token"));
    assertThat(page.get("/api/me").at("user.name")).isEqualTo("alice");
    assertThat(page.get("/api/me").at("user.role")).isEqualTo("agent");
    world.ahead.set(Duration.ofMinutes(14));
    assertThat(page.get("/api/me").status()).isEqualTo(200);
    world.ahead.set(Duration.ofMinutes(16));
    assertThat(page.get("/api/me").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(ints = {59, 3601, 0, -1})
  void lifetime_has_bounds(int seconds) {
    assertThat(mint(",\"lifetimeSeconds\":" + seconds).errorFields())
        .containsExactly("lifetimeSeconds");
  }

  @Test
  void only_a_valid_key_mints() {
    for (Page other :
        new Page[] {
          world.anyone(),
          world.as("alice"),
          world.as("sue"),
          with("apk_0123456789ab_" + "0".repeat(64))
        }) {
      final HttpAnswer refused = other.post("/api/tokens", "{" + AGENT + "}");
      assertThat(refused.problem()).isEqualTo("unauthorized");
      assertThat(refused.at("detail")).contains("service key");
    }
    assertThat(backEnd.get("/api/me").status()).as("a key is no token").isEqualTo(401);
    world.as("sue").post("/api/service-keys/" + created.at("id") + "/revoke", "");
    assertThat(mint("").status()).as("revoked").isEqualTo(401);
  }

  @Test
  void names_of_others_need_their_scope() {
    final String carol = "{\"agent\":\"carol\"}";
    final HttpAnswer refused = backEnd.post("/api/tokens", carol);
    assertThat(refused.problem()).isEqualTo("forbidden");
    assertThat(refused.at("detail")).contains("agent", "any-agent");
    final Page any = with(key("\"any-agent\"").at("secret"));
    final HttpAnswer minted = any.post("/api/tokens", carol);
    assertThat(with(minted.at("token")).get("/api/me").at("user.name")).isEqualTo("carol");
    assertThat(any.post("/api/tokens", "{" + AGENT + "}").status()).isEqualTo(403);
    final Page both = with(key("\"tokens\",\"any-agent\"").at("secret"));
    final HttpAnswer supervisor = both.post("/api/tokens", "{\"agent\":\"sue\"}");
    assertThat(supervisor.problem()).isEqualTo("forbidden");
    assertThat(supervisor.at("detail")).contains("supervisor");
  }

  @Test
  void minting_is_limited_per_key() {
    HttpAnswer last = mint("");
    for (int i = 0; i < 700 && last.status() == 200; i++) {
      last = mint("");
    }
    assertThat(last.problem()).isEqualTo("too-many");
    assertThat(last.header("Retry-After")).isNotEmpty();
    assertThat(with(key("\"tokens\"").at("secret")).post("/api/tokens", "{" + AGENT + "}").status())
        .isEqualTo(200);
  }

  @Test
  void minting_is_logged_without_the_secret() {
    try (LogLines log = new LogLines()) {
      final HttpAnswer minted = mint(",\"reference\":\"A-1001\"");
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("token minted key=" + created.at("id") + " agent=alice")
                      && line.contains("A-1001"))
          .noneMatch(line -> line.contains(created.at("secret").substring(17)))
          .noneMatch(line -> line.contains(minted.at("token")));
    }
    assertThat(world.meters.get("agentpay.tokens.minted").counter().count()).isPositive();
    assertThat(world.as("sue").get("/api/service-keys").at("serviceKeys.0.lastUsed"))
        .endsWith("T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          callSid   | "callSid":"CA1"
          callSid   | "callSid":"CA00000000000000000000000000000001","uui":"7"
          uui       | "uui":"4111 1111 1111 1111"
          amount    | "amount":"1.234"
          currency  | "currency":"XXX"
          connector | "connector":"other"
          reference | "reference":"4111 1111 1111 1111"
          """)
  void wrong_pins_are_refused(String field, String pins) {
    assertThat(mint("," + pins).errorFields()).containsExactly(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          amount    | "amount":"42.51"
          currency  | "currency":"EUR"
          reference | "reference":"A-1002"
          connector | "connector":"hosted"
          tip       | "tip":"1.00"
          call.sid  | "call":{"sid":"CA0000000000000000000000000000ffff"}
          call.uui  | "call":{"uui":"7"}
          """)
  void another_value_than_the_pinned_one_is_refused(String field, String values) {
    final String call = world.callOf("alice");
    final Page page =
        page(
            (",\"callSid\":\"%s\",\"amount\":\"42.50\",\"reference\":\"A-1001\","
                    + "\"connector\":\"sandbox\"")
                .formatted(call));
    final String before = world.position();
    final HttpAnswer refused = page.post("/api/pay-sessions", "{" + values + "}");
    assertThat(refused.problem()).as(refused.text()).isEqualTo("forbidden");
    assertThat(refused.at("detail")).startsWith(field + ": this token allows only");
    assertThat(refused.errorFields()).containsExactly(field);
    assertThat(world.position()).isEqualTo(before);
  }

  @Test
  void what_the_request_leaves_out_is_filled_in() {
    final String call = world.callOf("alice");
    final Page page =
        page(
            (",\"callSid\":\"%s\",\"amount\":\"42.5\",\"currency\":\"EUR\","
                    + "\"reference\":\"A-1001\",\"connector\":\"hosted\"")
                .formatted(call));
    final HttpAnswer started = page.post("/api/pay-sessions", "{}");
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    assertThat(started.at("call")).isEqualTo(call);
    assertThat(started.at("amount")).isEqualTo("42.50");
    assertThat(started.at("currency")).isEqualTo("EUR");
    assertThat(started.at("reference")).isEqualTo("A-1001");
    assertThat(started.at("connector")).isEqualTo("hosted");
    assertThat(page.get("/api/pay-sessions/" + started.at("id")).status()).isEqualTo(200);
  }

  @Test
  void equal_values_are_accepted() {
    final String call = world.callOf("alice");
    final Page page = page(",\"callSid\":\"%s\",\"amount\":\"42.50\"".formatted(call));
    assertThat(
            page.post(
                    "/api/pay-sessions",
                    "{\"call\":{\"sid\":\"%s\"},\"amount\":\"42.5\"}".formatted(call))
                .status())
        .isEqualTo(201);
  }

  @Test
  void nothing_of_other_calls_and_sessions_is_visible() {
    final HttpAnswer other = world.sessionOf("alice");
    final HttpAnswer bobs = world.sessionOf("bob");
    final String call = world.callOf("alice");
    final Page page = pinnedTo(call);
    for (HttpAnswer hidden : new HttpAnswer[] {other, bobs}) {
      final String path = "/api/pay-sessions/" + hidden.at("id");
      assertThat(page.get(path).problem()).isEqualTo("unknown-session");
      assertThat(page.get(path + "/events").problem()).isEqualTo("unknown-session");
      assertThat(page.post(path + "/cancel", "").problem()).isEqualTo("unknown-session");
      assertThat(page.post(path + "/submit", "").problem()).isEqualTo("unknown-session");
      assertThat(page.get("/api/calls/" + hidden.at("call")).problem()).isEqualTo("unknown-call");
    }
    assertThat(page.get("/api/calls/" + call).status()).isEqualTo(200);
    final HttpAnswer mine = page.post("/api/pay-sessions", "{}");
    assertThat(mine.status()).as(mine.text()).isEqualTo(201);
    final HttpAnswer sessions = page.get("/api/pay-sessions?limit=1");
    assertThat(sessions.json().path("paySessions")).hasSize(1);
    assertThat(sessions.at("paySessions.0.id")).isEqualTo(mine.at("id"));
    final HttpAnswer calls = page.get("/api/calls");
    assertThat(calls.json().path("calls")).hasSize(1);
    assertThat(calls.at("calls.0.sid")).isEqualTo(call);
    assertThat(page.get("/api/me").text()).doesNotContain(other.at("call"));
  }

  @Test
  void a_pinned_value_hides_sessions_with_another() {
    final HttpAnswer other = world.sessionOf("alice");
    final Page page = page(",\"reference\":\"A-1001\"");
    assertThat(page.get("/api/pay-sessions/" + other.at("id")).problem())
        .isEqualTo("unknown-session");
    assertThat(page.get("/api/pay-sessions").json().path("paySessions")).isEmpty();
  }

  @Test
  void live_updates_are_of_the_pinned_call_only() {
    final HttpAnswer before = world.sessionOf("alice");
    final String call = world.callOf("alice");
    final Page page = pinnedTo(call);
    try (SseReader reader = SseReader.by(page)) {
      final SseReader.Frame snapshot = reader.next();
      assertThat(snapshot.event()).isEqualTo("snapshot");
      assertThat(snapshot.data()).contains(call).doesNotContain(before.at("id"), before.at("call"));
      final HttpAnswer later = world.sessionOf("alice");
      final HttpAnswer mine = page.post("/api/pay-sessions", "{}");
      final SseReader.Frame first = reader.next();
      assertThat(first.event()).isEqualTo("pay-session");
      assertThat(first.json().at("/paySession/id").asString()).isEqualTo(mine.at("id"));
      assertThat(first.data()).doesNotContain(later.at("id"), later.at("call"));
    }
  }

  @Test
  void resumed_live_updates_are_of_the_pinned_call_only() {
    final String call = world.callOf("alice");
    final Page page = pinnedTo(call);
    final String position;
    try (SseReader reader = SseReader.by(page)) {
      position = reader.next().id();
    }
    world.sessionOf("alice");
    final HttpAnswer mine = page.post("/api/pay-sessions", "{}");
    try (SseReader reader = SseReader.by(page.with("Last-Event-ID", position))) {
      assertThat(reader.next().json().at("/paySession/id").asString()).isEqualTo(mine.at("id"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT  | /api/me/availability                                      | {"availability":"ready"}
          POST | /api/softphone/token                                      |
          GET  | /api/calls/by-uui?uui=7                                   |
          POST | /api/calls/by-uui/claim                                   | {"uui":"7"}
          POST | /api/calls/by-uui/withdraw                                | {"uui":"7"}
          POST | /api/calls/CA0000000000000000000000000000ffff/claim       |
          """)
  void other_routes_are_closed(String method, String path, String body) {
    final HttpAnswer refused =
        pinnedTo(world.callOf("alice")).send(method, path, body == null ? "" : body);
    assertThat(refused.problem()).isEqualTo("forbidden");
    assertThat(refused.at("detail")).contains("pinned");
  }

  @Test
  void a_repeated_request_of_another_payment_is_not_shown() {
    final String call = world.callOf("alice");
    final String body = "{\"call\":{\"sid\":\"%s\"}}".formatted(call);
    world.as("alice").with("Idempotency-Key", "k").post("/api/pay-sessions", body);
    final Page page = page(",\"callSid\":\"%s\",\"amount\":\"42.50\"".formatted(call));
    final HttpAnswer refused = page.with("Idempotency-Key", "k").post("/api/pay-sessions", body);
    assertThat(refused.problem()).as(refused.text()).isEqualTo("forbidden");
  }

  @Test
  void an_embedded_page_is_no_desk() {
    try (World quick = new World(TokenMintTest::withoutPatience)) {
      final String secret =
          quick.as("sue").post("/api/service-keys", "{\"name\":\"crm\"}").at("secret");
      final String token =
          new Page(quick.server.baseUri(), Optional.of(secret))
              .post("/api/tokens", "{\"agent\":\"alice\",\"reference\":\"A-1001\"}")
              .at("token");
      final Page alice = quick.as("alice");
      try (SseReader _ = SseReader.by(new Page(quick.server.baseUri(), Optional.of(token)))) {
        try (SseReader _ = SseReader.by(alice)) {
          alice.put("/api/me/availability", "{\"availability\":\"ready\"}");
        }
        Awaitility.await()
            .until(() -> alice.get("/api/me").at("agent.availability").equals("away"));
      }
    }
  }

  private static ServerOptions withoutPatience(ServerOptions o) {
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
        new Limits(65_536, 20, 200, 50, Duration.ofMillis(40), 100, Duration.ofSeconds(10)),
        new DeskOptions(
            Optional.empty(),
            new SoftphoneOptions.None(),
            true,
            Set.of(),
            DeskOptions.MIN_AWAY_AFTER),
        o.payments());
  }
}
