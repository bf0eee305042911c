package dev.agentpay.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.World;
import dev.agentpay.server.options.ForwardedHeader;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.TrustedProxies;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SignInTest {
  @AutoClose private final World world = new World();

  private static String body(String name, String password) {
    return "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
  }

  private HttpAnswer login(String name, String password) {
    return world.anyone().post("/api/login", body(name, password));
  }

  @Test
  void the_right_password_gets_a_token_that_expires() throws ParseException {
    final HttpAnswer answered = login("sue", "sue's secret");
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.at("tokenType")).isEqualTo("Bearer");
    assertThat(answered.at("user.name")).isEqualTo("sue");
    assertThat(answered.at("user.role")).isEqualTo("supervisor");
    assertThat(Instant.parse(answered.at("expiresAt")))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(478)), Instant.now().plus(Duration.ofHours(8)));
    final JWTClaimsSet claims = SignedJWT.parse(answered.at("token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("sue");
    assertThat(claims.getJWTID()).isNotEmpty();
    assertThat(claims.toString()).doesNotContain("secret");
    assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void a_wrong_name_is_answered_like_a_wrong_password() {
    final HttpAnswer wrongPassword = login("alice", "no");
    final HttpAnswer wrongName = login("mallory", "no");
    assertThat(wrongPassword.status()).isEqualTo(401);
    assertThat(wrongName.text()).isEqualTo(wrongPassword.text());
    assertThat(login("alice", "").status()).isEqualTo(401);
    assertThat(login("ALICE", "alice's secret").status()).isEqualTo(401);
  }

  @Test
  void too_many_attempts_block_that_name_only() {
    try (World strict = strict()) {
      for (int i = 0; i < 3; i++) {
        assertThat(strict.anyone().post("/api/login", body("alice", "no")).status()).isEqualTo(401);
      }
      final HttpAnswer fourth = strict.anyone().post("/api/login", body("alice", "alice's secret"));
      assertThat(fourth.status()).isEqualTo(429);
      assertThat(fourth.problem()).isEqualTo("too-many");
      assertThat(Integer.parseInt(fourth.header("Retry-After"))).isBetween(1, 60);
      assertThat(strict.anyone().post("/api/login", body("bob", "bob's secret")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void successful_sign_ins_are_not_limited() {
    try (World strict = strict()) {
      for (int i = 0; i < 8; i++) {
        assertThat(strict.anyone().post("/api/login", body("bob", "bob's secret")).status())
            .isEqualTo(200);
      }
    }
  }

  private static World strict() {
    return new World(
        o ->
            World.with(
                o,
                new Limits(
                    65_536, 20, 100, 100, Duration.ofSeconds(1), 3, Duration.ofSeconds(10))));
  }

  /// The client sent the first line; the proxy at 10.0.0.1 added what follows it.
  @Test
  void trusts_forwarded_addresses_from_listed_proxies_only() {
    final List<String> lines = List.of("198.51.100.9", "203.0.113.7:51008, 10.0.0.1");
    final Set<String> proxies = Set.of("127.0.0.0/8", "10.0.0.1");
    assertThat(source(behind(TrustedProxies.of(proxies)), "X-Forwarded-For", lines))
        .isEqualTo("203.0.113.7");
    assertThat(source(new World(), "X-Forwarded-For", lines)).isEqualTo("127.0.0.1");
    assertThat(
            source(
                behind(new TrustedProxies(proxies, ForwardedHeader.FORWARDED)),
                "X-Forwarded-For",
                lines))
        .as("only the configured header counts")
        .isEqualTo("127.0.0.1");
    assertThat(
            source(
                behind(new TrustedProxies(proxies, ForwardedHeader.FORWARDED)),
                "Forwarded",
                List.of("for=198.51.100.9", "for=\"[2001:db8::5]:51008\";proto=https")))
        .isEqualTo("2001:db8:0:0:0:0:0:5");
  }

  private static World behind(TrustedProxies proxies) {
    return new World(
        o ->
            new ServerOptions(
                o.host(),
                o.port(),
                o.publicUrl(),
                o.signIn(),
                o.connectors(),
                o.defaultConnector(),
                o.defaultCurrency(),
                proxies,
                o.allowedOrigins(),
                o.limits(),
                o.desk(),
                PaymentDefaults.DEFAULT));
  }

  /// Returns the source address of an event that a page behind proxies caused.
  private static String source(World world, String header, List<String> lines) {
    try (world) {
      final String id = world.sessionOf("alice").at("id");
      Page alice = world.as("alice");
      for (String line : lines) {
        alice = alice.with(header, line);
      }
      alice.post("/api/pay-sessions/" + id + "/cancel", "");
      return world
          .as("alice")
          .get("/api/pay-sessions/" + id + "/events")
          .json()
          .path("events")
          .valueStream()
          .filter(e -> e.path("type").asString().equals("cancel-requested"))
          .map(
              e -> {
                assertThat(e.path("cause").asString())
                    .isEqualTo("POST /api/pay-sessions/{id}/cancel");
                return e.path("source").asString();
              })
          .findFirst()
          .orElseThrow();
    }
  }
}
