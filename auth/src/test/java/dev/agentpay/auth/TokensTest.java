package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;

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
}
