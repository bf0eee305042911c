package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.auth.User.Role;
import dev.agentpay.events.AgentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final List<User> USERS =
      List.of(new User("alice", Role.AGENT, new User.Clear("alice's secret")));

  private Instant now = NOW;

  private Tokens tokens(String key, List<User> users) {
    return new Tokens(
        new SignInOptions(key.repeat(SignInOptions.MIN_KEY_BYTES), Duration.ofHours(8), USERS),
        new Users(users),
        () -> now);
  }

  private Tokens rotating(String key, String second) {
    return new Tokens(
        new SignInOptions(
            key.repeat(SignInOptions.MIN_KEY_BYTES),
            Optional.of(second.repeat(SignInOptions.MIN_KEY_BYTES)),
            Duration.ofHours(8),
            SignInOptions.IDLE_AFTER,
            USERS),
        new Users(USERS),
        () -> now);
  }

  private static Caller caller(String name, Role role) {
    return new Caller(new AgentId(name), role);
  }

  @Test
  void a_token_names_its_user_until_it_expires() {
    final Tokens tokens = tokens("k", USERS);
    final Tokens.Token token = tokens.make(caller("alice", Role.AGENT));
    final Tokens.Bearer bearer = tokens.check(token.value()).orElseThrow();
    assertThat(bearer.caller()).isEqualTo(caller("alice", Role.AGENT));
    assertThat(bearer.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(8)));
    final String next = tokens.make(caller("alice", Role.AGENT)).value();
    assertThat(tokens.check(next).orElseThrow().signIn()).isNotEqualTo(bearer.signIn());
    now = NOW.plus(Duration.ofHours(8)).minusSeconds(1);
    assertThat(tokens.check(token.value())).isPresent();
    now = NOW.plus(Duration.ofHours(8));
    assertThat(tokens.check(token.value())).isEmpty();
    assertThat(token.toString()).doesNotContain(token.value());
  }

  @Test
  void refuses_a_token_made_with_another_key() {
    final String foreign = tokens("x", USERS).make(caller("alice", Role.AGENT)).value();
    assertThat(tokens("k", USERS).check(foreign)).isEmpty();
  }

  @Test
  void two_keys_verify_and_the_first_signs() {
    final Caller alice = caller("alice", Role.AGENT);
    final Tokens rotating = rotating("n", "k");
    assertThat(rotating.check(tokens("k", USERS).make(alice).value())).isPresent();
    final String made = rotating.make(alice).value();
    assertThat(rotating.check(made)).isPresent();
    assertThat(tokens("n", USERS).check(made)).isPresent();
    assertThat(tokens("k", USERS).check(made)).isEmpty();
    assertThat(rotating.check(tokens("x", USERS).make(alice).value())).isEmpty();
  }

  @Test
  void the_second_key_is_as_long_as_the_first_and_another_one() {
    final String key = "k".repeat(SignInOptions.MIN_KEY_BYTES);
    assertThat(problemsOf(key, "short")).singleElement().asString().startsWith("secondTokenKey: ");
    assertThat(problemsOf(key, key)).singleElement().asString().startsWith("secondTokenKey: ");
    assertThat(problemsOf("short", "n".repeat(SignInOptions.MIN_KEY_BYTES)))
        .singleElement()
        .asString()
        .startsWith("tokenKey: ");
  }

  private static List<String> problemsOf(String key, String second) {
    return new SignInOptions(
            key, Optional.of(second), Duration.ofHours(8), SignInOptions.IDLE_AFTER, USERS)
        .problems();
  }

  @Test
  void refuses_a_token_of_a_removed_or_changed_user() {
    final Tokens tokens = tokens("k", USERS);
    assertThat(tokens.check(tokens.make(caller("alice", Role.SUPERVISOR)).value())).isEmpty();
    assertThat(tokens.check(tokens.make(caller("bob", Role.AGENT)).value())).isEmpty();
    assertThat(tokens("k", List.of()).check(tokens.make(caller("alice", Role.AGENT)).value()))
        .isEmpty();
  }

  private static final ServiceKeyId SERVICE_KEY = new ServiceKeyId("0123456789ab");

  private static final Pins PINS =
      new Pins(
          Optional.of("CA" + "1".repeat(32)),
          Optional.empty(),
          Optional.of("42.50"),
          Optional.of("USD"),
          Optional.of("ű".repeat(200)),
          Optional.of("sandbox"));

  @Test
  void every_node_knows_the_pins() {
    final String token =
        tokens("k", USERS).mint(new AgentId("alice"), PINS, SERVICE_KEY, Tokens.MINTED_FOR).value();
    final Tokens.Bearer bearer = tokens("k", USERS).check(token).orElseThrow();
    assertThat(bearer.caller()).isEqualTo(new Caller(new AgentId("alice"), Role.AGENT, PINS));
    assertThat(bearer.expiresAt()).isEqualTo(NOW.plus(Tokens.MINTED_FOR));
    now = NOW.plus(Tokens.MINTED_FOR);
    assertThat(tokens("k", USERS).check(token)).isEmpty();
  }

  @Test
  void longest_pins_fit() {
    final Pins longest =
        new Pins(
            Optional.empty(),
            Optional.of("\"".repeat(256)),
            Optional.of("999999.99"),
            Optional.of("USD"),
            Optional.of("\uD83D\uDE00".repeat(100)),
            Optional.of("c".repeat(64)));
    final String token =
        tokens("k", USERS)
            .mint(new AgentId("a".repeat(64)), longest, SERVICE_KEY, Tokens.MINTED_FOR)
            .value();
    assertThat(tokens("k", USERS).check(token).orElseThrow().caller().pins()).isEqualTo(longest);
  }

  @Test
  void a_minted_token_may_be_of_an_unknown_agent_but_never_of_a_supervisor() {
    final Tokens tokens =
        tokens("k", List.of(new User("sue", Role.SUPERVISOR, new User.Clear("x"))));
    final String carol =
        tokens.mint(new AgentId("carol"), Pins.NONE, SERVICE_KEY, Tokens.MINTED_FOR).value();
    final String sue =
        tokens.mint(new AgentId("sue"), Pins.NONE, SERVICE_KEY, Tokens.MINTED_FOR).value();
    assertThat(tokens.check(carol).orElseThrow().caller())
        .isEqualTo(new Caller(new AgentId("carol"), Role.AGENT));
    assertThat(tokens.check(sue)).isEmpty();
  }

  @Test
  void a_minted_token_lives_an_hour_at_most() {
    final Tokens tokens = tokens("k", USERS);
    for (Duration wrong :
        List.of(
            Tokens.LONGEST_MINTED.plusSeconds(1),
            Tokens.SHORTEST_MINTED.minusSeconds(1),
            Duration.ZERO)) {
      assertThatThrownBy(() -> tokens.mint(new AgentId("alice"), PINS, SERVICE_KEY, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
