package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.agentpay.server.UserOption.Role;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SignInTest {
  @AutoClose private final World world = new World();

  private static String body(String name, String password) {
    return "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
  }

  private Answered login(String name, String password) {
    return world.anyone().post("/api/login", body(name, password));
  }

  @Test
  void a_user_with_the_right_password_gets_a_token_for_a_while() throws ParseException {
    final Answered answered = login("sue", "sue's secret");
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
  void a_wrong_name_and_a_wrong_password_are_answered_alike_and_as_slowly() {
    final Answered wrongPassword = login("alice", "no");
    final Answered wrongName = login("mallory", "no");
    assertThat(wrongPassword.status()).isEqualTo(401);
    assertThat(wrongName.text()).isEqualTo(wrongPassword.text());
    assertThat(login("alice", "").status()).isEqualTo(401);
    assertThat(login("ALICE", "alice's secret").status()).isEqualTo(401);
    // Without the hash for nobody a wrong name would take a hundredth of the time.
    final long password = quickest("alice");
    final long name = quickest("mallory");
    assertThat(name).isGreaterThan(password / 3).isLessThan(password * 3);
  }

  private long quickest(String name) {
    final UserOption alice =
        new UserOption("alice", Role.AGENT, new UserOption.Clear("alice's secret"));
    try (Passwords passwords = new Passwords(List.of(alice))) {
      return LongStream.range(0, 3)
          .map(
              _ -> {
                final long start = System.nanoTime();
                assertThat(passwords.areRight(name, "no")).isFalse();
                return System.nanoTime() - start;
              })
          .min()
          .orElseThrow();
    }
  }

  @Test
  void a_hashed_password_is_as_good() {
    final String hash =
        Password.hash("a hashed one")
            .addRandomSalt(16)
            .with(Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID))
            .getResult();
    final List<UserOption> users =
        List.of(
            new UserOption("carol", Role.AGENT, new UserOption.Hash(hash)),
            new UserOption("dave", Role.AGENT, new UserOption.Clear("clear")));
    try (Passwords passwords = new Passwords(users)) {
      assertThat(passwords.areRight("carol", "a hashed one")).isTrue();
      assertThat(passwords.areRight("carol", "clear")).isFalse();
      assertThat(passwords.areRight("dave", "clear")).isTrue();
      assertThat(passwords.areRight("erin", "clear")).isFalse();
    }
    assertThat(Passwords.isHash(hash)).isTrue();
    assertThat(Passwords.isHash(hash.replace("argon2id", "argon2i"))).isFalse();
    assertThat(Passwords.isHash(hash.replace("m=1024", "m=99999999"))).isFalse();
    assertThat(users.toString()).doesNotContain("clear").doesNotContain("$");
  }

  @Test
  void who_tries_too_often_waits_and_nobody_else_does() {
    try (World strict = strict()) {
      for (int i = 0; i < 3; i++) {
        assertThat(strict.anyone().post("/api/login", body("alice", "no")).status()).isEqualTo(401);
      }
      final Answered fourth = strict.anyone().post("/api/login", body("alice", "alice's secret"));
      assertThat(fourth.status()).isEqualTo(429);
      assertThat(fourth.problem()).isEqualTo("too-many");
      assertThat(Integer.parseInt(fourth.header("Retry-After"))).isBetween(1, 60);
      assertThat(strict.anyone().post("/api/login", body("bob", "bob's secret")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void one_address_does_not_try_many_names() {
    final LoginTries tries = new LoginTries(3);
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += tries.take("guess" + i, "203.0.113.7").isEmpty() ? 1 : 0;
    }
    assertThat(taken).isBetween(30, 35);
    assertThat(tries.take("alice", "203.0.113.8")).isEmpty();
    assertThat(tries.take("alice", "203.0.113.7")).isPresent();
  }

  @Test
  void who_signs_in_rightly_may_do_so_often() {
    try (World strict = strict()) {
      for (int i = 0; i < 8; i++) {
        assertThat(strict.anyone().post("/api/login", body("bob", "bob's secret")).status())
            .isEqualTo(200);
      }
    }
  }

  private static World strict() {
    return new World(
        o -> World.with(o, new Limits(65_536, 20, 100, 100, Duration.ofSeconds(1), 3)));
  }

  @Test
  void a_forwarded_address_is_believed_of_a_listed_proxy_only() {
    final String trusting =
        source(
            new World(
                o ->
                    new ServerOptions(
                        o.host(),
                        o.port(),
                        o.publicUrl(),
                        o.signIn(),
                        o.connectors(),
                        o.defaultConnector(),
                        o.defaultCurrency(),
                        Set.of("127.0.0.0/8", "10.0.0.1"),
                        o.allowedOrigins(),
                        o.limits(),
                        o.desk())));
    assertThat(trusting).isEqualTo("203.0.113.7");
    assertThat(source(new World())).isEqualTo("127.0.0.1");
  }

  /// The source address of an event that a page behind proxies causes.
  private static String source(World world) {
    try (world) {
      final String id = world.sessionOf("alice").at("id");
      world
          .as("alice")
          .with("X-Forwarded-For", "198.51.100.9, 203.0.113.7, 10.0.0.1")
          .post("/api/pay-sessions/" + id + "/cancel", "");
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
