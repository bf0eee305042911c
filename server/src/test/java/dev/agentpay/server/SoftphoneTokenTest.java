package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.token.AccessTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Access tokens for the desk's softphone.
class SoftphoneTokenTest {
  /// The same options as in [World], whose verifier accepts only its own tokens.
  static final TwilioOptions TWILIO =
      new TwilioOptions(
          "AC" + "0".repeat(32),
          World.AUTH_TOKEN,
          Optional.empty(),
          "SK" + "0".repeat(32),
          "an-api-secret-of-thirty-two-characters",
          Optional.of("http://127.0.0.1:1"),
          "http://127.0.0.1:1",
          TwilioOptions.DEFAULT_CONNECT_TIMEOUT,
          TwilioOptions.DEFAULT_READ_TIMEOUT,
          Optional.empty(),
          Optional.empty());

  private static final String PATH = "/api/softphone/token";
  private static final String APPLICATION = "AP" + "1".repeat(32);
  private static final Duration LIFETIME = Duration.ofMinutes(20);

  private static World with(SoftphoneOptions softphone) {
    return new World(
        o -> TwilioCalls.with(o, new DeskOptions(Optional.empty(), softphone, true, Set.of())));
  }

  private static AccessTokens.Verified verified(HttpAnswer answered) {
    assertThat(answered.status()).as(answered.text()).isEqualTo(200);
    return new AccessTokens(TWILIO).verify(answered.at("token")).orElseThrow();
  }

  @Test
  void an_agent_gets_a_token_for_their_own_softphone() {
    try (World world = with(new SoftphoneOptions.Twilio(Optional.of(APPLICATION), LIFETIME))) {
      for (String name : List.of("alice", "bob")) {
        final HttpAnswer answered = world.as(name).post(PATH, "");
        final AccessTokens.Verified token = verified(answered);
        assertThat(answered.at("identity")).isEqualTo(name);
        assertThat(token.agent()).isEqualTo(new AgentId(name));
        assertThat(token.voice()).contains(new AccessTokens.Voice(Optional.of(APPLICATION)));
        assertThat(token.sync()).isEmpty();
      }
      assertThat(world.as("alice").post(PATH, "{\"identity\":\"bob\"}").problem())
          .isEqualTo("bad-request");
    }
  }

  @Test
  void a_token_has_the_configured_lifetime() {
    try (World world = with(new SoftphoneOptions.Twilio(Optional.empty(), LIFETIME))) {
      final Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      final HttpAnswer answered = world.as("alice").post(PATH, "{}");
      final Instant after = Instant.now().plusSeconds(1);
      final AccessTokens.Verified token = verified(answered);
      assertThat(token.expires()).isBetween(before.plus(LIFETIME), after.plus(LIFETIME));
      assertThat(Instant.parse(answered.at("expiresAt")))
          .isBetween(before.plus(LIFETIME), after.plus(LIFETIME));
      assertThat(token.voice()).contains(new AccessTokens.Voice(Optional.empty()));
    }
  }

  @Test
  void a_token_is_never_cached() {
    try (World world = with(new SoftphoneOptions.Twilio(Optional.empty(), LIFETIME))) {
      final HttpAnswer answered = world.as("alice").post(PATH, "");
      assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void without_a_twilio_softphone_there_is_no_token() {
    for (SoftphoneOptions other :
        List.of(
            new SoftphoneOptions.None(), new SoftphoneOptions.Simulated("http://127.0.0.1:8089"))) {
      try (World world = with(other)) {
        final HttpAnswer answered = world.as("alice").post(PATH, "");
        assertThat(answered.status()).isEqualTo(404);
        assertThat(answered.problem()).isEqualTo("not-found");
        assertThat(answered.text()).doesNotContain("eyJ");
      }
    }
  }

  @Test
  void only_agents_get_a_token() {
    try (World world = with(new SoftphoneOptions.Twilio(Optional.empty(), LIFETIME))) {
      assertThat(world.as("sue").post(PATH, "").status()).isEqualTo(403);
      assertThat(world.anyone().post(PATH, "").status()).isEqualTo(401);
      assertThat(
              new Page(world.server.baseUri(), Optional.of(world.token("alice") + "x"))
                  .post(PATH, "")
                  .status())
          .isEqualTo(401);
    }
  }
}
