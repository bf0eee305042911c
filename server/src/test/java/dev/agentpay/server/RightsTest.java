package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.agentpay.auth.Tokens;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Access checks: agent A never sees or changes agent B's data.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("JavaUtilDate") // the JWT library uses Date
class RightsTest {
  /// Every route for one session or call, with a valid body.
  private static final String ABOUT_ONE =
      """
      GET  | /api/calls/$CALL                  |
      GET  | /api/pay-sessions/$ID             |
      GET  | /api/pay-sessions/$ID/events      |
      POST | /api/pay-sessions/$ID/captures    | {"field":"security-code","again":true}
      POST | /api/pay-sessions/$ID/submit      |
      POST | /api/pay-sessions/$ID/cancel      |
      POST | /api/calls/$CALL/claim            |
      POST | /api/pay-sessions                 | {"call":{"sid":"$CALL"}}
      """;

  @AutoClose private final World world = new World();
  private final HttpAnswer bobs = world.sessionOf("bob");

  private String bobs(String text) {
    return fill(text, bobs.at("id"), bobs.at("call"));
  }

  private static String fill(String text, String id, String call) {
    return text == null ? "" : text.replace("$ID", id).replace("$CALL", call);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = ABOUT_ONE)
  void another_agents_data_looks_like_unknown_data(String method, String path, String body) {
    final String nobodys = "ps_" + "0".repeat(26);
    final String before = world.position();
    final HttpAnswer others = world.as("alice").send(method, bobs(path), bobs(body));
    final HttpAnswer absent =
        world
            .as("alice")
            .send(
                method, fill(path, nobodys, World.newCall()), fill(body, nobodys, World.newCall()));
    assertThat(others.status()).as(others.text()).isEqualTo(404);
    assertThat(others.text()).isEqualTo(absent.text());
    assertThat(others.text()).doesNotContain("bob", bobs.at("id"));
    assertThat(world.position()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = ABOUT_ONE)
  void the_owner_has_access(String method, String path, String body) {
    final HttpAnswer mine = world.sessionOf("alice");
    final HttpAnswer answered =
        world
            .as("alice")
            .send(
                method,
                fill(path, mine.at("id"), mine.at("call")),
                fill(body, mine.at("id"), mine.at("call")));
    assertThat(answered.status()).as(answered.text()).isIn(200, 409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET  | /api/calls/$CALL               | 200
          GET  | /api/pay-sessions/$ID          | 200
          GET  | /api/pay-sessions/$ID/events   | 200
          GET  | /api/pay-sessions              | 200
          GET  | /api/calls                     | 200
          GET  | /api/me                        | 200
          POST | /api/pay-sessions/$ID/captures | 403
          POST | /api/pay-sessions/$ID/submit   | 403
          POST | /api/pay-sessions/$ID/cancel   | 403
          POST | /api/pay-sessions/$ID/resolve  | 422
          POST | /api/calls/$CALL/claim         | 403
          POST | /api/pay-sessions              | 403
          PUT  | /api/me/availability           | 403
          """)
  void a_supervisor_sees_all_sessions_but_changes_none(String method, String path, int status) {
    final HttpAnswer answered = world.as("sue").send(method, bobs(path), "");
    assertThat(answered.status()).as(answered.text()).isEqualTo(status);
    if (method.equals("GET") && !path.endsWith("/me")) {
      assertThat(answered.text()).contains(bobs.at("call"));
    }
  }

  @Test
  void lists_show_agents_only_their_own() {
    final HttpAnswer mine = world.sessionOf("alice");
    final Page alice = world.as("alice");
    assertThat(alice.get("/api/pay-sessions?limit=500").text())
        .contains(mine.at("id"))
        .doesNotContain(bobs.at("id"));
    assertThat(alice.get("/api/calls").text())
        .contains(mine.at("call"))
        .doesNotContain(bobs.at("call"));
    assertThat(world.as("sue").get("/api/pay-sessions?agent=bob").text())
        .contains(bobs.at("id"))
        .doesNotContain(mine.at("id"));
    assertThat(alice.post("/api/pay-sessions/" + mine.at("id") + "/resolve", "{}").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/me",
    "PUT,/api/me/availability",
    "GET,/api/calls",
    "GET,/api/calls/$CALL",
    "POST,/api/calls/$CALL/claim",
    "POST,/api/pay-sessions",
    "GET,/api/pay-sessions",
    "GET,/api/pay-sessions/$ID",
    "GET,/api/pay-sessions/$ID/events",
    "POST,/api/pay-sessions/$ID/captures",
    "POST,/api/pay-sessions/$ID/submit",
    "POST,/api/pay-sessions/$ID/cancel",
    "POST,/api/pay-sessions/$ID/resolve",
    "GET,/api/events",
    "HEAD,/api/me",
    "HEAD,/api/events"
  })
  void every_route_requires_a_token(String method, String path) {
    final HttpAnswer answered = world.anyone().send(method, bobs(path), "");
    assertThat(answered.status()).isEqualTo(401);
    assertThat(answered.header("WWW-Authenticate")).isEqualTo("Bearer");
    if (!method.equals("HEAD")) {
      assertThat(answered.problem()).isEqualTo("unauthorized");
    }
  }

  @Test
  void refuses_a_forged_token() throws JOSEException {
    final String good = world.token("alice");
    assertThat(me(good)).isEqualTo(200);
    assertThat(me(good + "x")).isEqualTo(401);
    assertThat(me(good.substring(0, good.lastIndexOf('.') + 1))).isEqualTo(401);
    assertThat(me("x".repeat(5_000))).isEqualTo(401);
    assertThat(me("")).isEqualTo(401);
    assertThat(me(new PlainJWT(claims(c -> c)).serialize())).isEqualTo(401);
    assertThat(me(signed(World.KEY, JWSAlgorithm.HS256, c -> c))).isEqualTo(200);
    final String otherKey = "another key, and long enough for HS256 too";
    assertThat(me(signed(otherKey, JWSAlgorithm.HS256, c -> c))).isEqualTo(401);
    assertThat(me(signed(World.KEY + World.KEY + World.KEY, JWSAlgorithm.HS512, c -> c)))
        .isEqualTo(401);
    final List<UnaryOperator<JWTClaimsSet.Builder>> changes =
        List.of(
            c -> c.issuer("other"),
            c -> c.audience("other"),
            c -> c.subject("mallory"),
            c -> c.subject(null),
            c -> c.claim("role", "supervisor"),
            c -> c.claim("role", "admin"),
            c -> c.claim("role", null),
            c -> c.claim("role", 1),
            c -> c.expirationTime(new Date(System.currentTimeMillis() - 1_000)),
            c -> c.expirationTime(null),
            c -> c.jwtID(null),
            c -> c.notBeforeTime(new Date(System.currentTimeMillis() + 60_000)));
    for (int i = 0; i < changes.size(); i++) {
      assertThat(me(signed(World.KEY, JWSAlgorithm.HS256, changes.get(i))))
          .as("" + i)
          .isEqualTo(401);
    }
  }

  private int me(String token) {
    return new Page(world.server.baseUri(), Optional.of(token)).get("/api/me").status();
  }

  private static String signed(
      String key, JWSAlgorithm algorithm, UnaryOperator<JWTClaimsSet.Builder> change)
      throws JOSEException {
    final SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims(change));
    jwt.sign(new MACSigner(key));
    return jwt.serialize();
  }

  private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(Tokens.ISSUER)
                .audience(Tokens.AUDIENCE)
                .subject("alice")
                .claim("role", "agent")
                .issueTime(new Date())
                .expirationTime(new Date(System.currentTimeMillis() + 60_000))
                .jwtID("1"))
        .build();
  }

  @Test
  void only_the_first_claim_of_a_call_succeeds() {
    final String call = World.newCall();
    world.twilio.customerOn(call);
    assertThat(world.as("alice").get("/api/calls/" + call).status()).isEqualTo(404);
    assertThat(world.as("alice").post("/api/calls/" + call + "/claim", "").at("agent"))
        .isEqualTo("alice");
    assertThat(world.as("alice").post("/api/calls/" + call + "/claim", "{}").status())
        .isEqualTo(200);
    assertThat(world.as("bob").post("/api/calls/" + call + "/claim", "").problem())
        .isEqualTo("unknown-call");
    assertThat(world.as("alice").post("/api/calls/nonsense/claim", "").status()).isEqualTo(404);
  }

  @Test
  void a_token_is_valid_until_it_expires() {
    try (World later = new World()) {
      final Page alice = later.as("alice");
      later.ahead.set(Duration.ofHours(7));
      assertThat(alice.get("/api/me").status()).isEqualTo(200);
      later.ahead.set(Duration.ofHours(8).plusSeconds(1));
      assertThat(alice.get("/api/me").status()).isEqualTo(401);
    }
  }
}
