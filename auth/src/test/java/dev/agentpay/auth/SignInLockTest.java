package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wrong passwords in a row lock the sign-in.
class SignInLockTest {
  private static final List<User> USERS =
      List.of(new User("alice", User.Role.AGENT, new User.Clear("right")));
  private static final Optional<String> NEW = Optional.empty();
  private static final Optional<String> DESK = Optional.of("id of the desk");

  @AutoClose private final Passwords passwords = new Passwords(USERS);
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final SignIn signIn =
      new SignIn(new Users(USERS), passwords, new LoginLimiter(1_000), new SignInLocks(() -> now));

  private SignIn.Result attempt(String name, String password, Optional<String> device) {
    return signIn.attempt(name, password, "203.0.113.7", device);
  }

  private void wrong(String name, int times, Optional<String> device) {
    for (int i = 0; i < times; i++) {
      assertThat(attempt(name, "wrong", device)).isInstanceOf(SignIn.Wrong.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "nobody"})
  void ten_wrong_passwords_lock_the_name_for_half_an_hour(String name) {
    wrong(name, 10, NEW);
    assertThat(attempt(name, "right", NEW)).isEqualTo(new SignIn.Locked(Duration.ofMinutes(30)));
    now = now.plus(Duration.ofMinutes(10));
    assertThat(attempt(name, "right", NEW)).isEqualTo(new SignIn.Locked(Duration.ofMinutes(20)));
    now = now.plus(Duration.ofMinutes(20));
    wrong(name, 10, NEW);
    assertThat(attempt(name, "wrong", NEW)).isInstanceOf(SignIn.Locked.class);
  }

  @Test
  void a_right_password_ends_the_row() {
    for (int i = 0; i < 3; i++) {
      wrong("alice", 9, NEW);
      assertThat(attempt("alice", "right", NEW)).isInstanceOf(SignIn.SignedIn.class);
    }
  }

  @Test
  void wrong_passwords_of_different_days_are_not_in_a_row() {
    for (int i = 0; i < 12; i++) {
      wrong("alice", 1, NEW);
      now = now.plus(Duration.ofHours(24));
    }
  }

  @Test
  void a_stranger_does_not_lock_out_a_browser_that_signed_in_before() {
    wrong("alice", 10, NEW);
    assertThat(attempt("alice", "right", DESK)).isInstanceOf(SignIn.SignedIn.class);
    assertThat(attempt("alice", "right", NEW)).isInstanceOf(SignIn.Locked.class);
  }

  @Test
  void a_known_browser_is_locked_on_its_own() {
    wrong("alice", 10, DESK);
    assertThat(attempt("alice", "right", DESK)).isInstanceOf(SignIn.Locked.class);
    assertThat(attempt("alice", "right", NEW)).isInstanceOf(SignIn.SignedIn.class);
    assertThat(attempt("alice", "right", DESK)).isInstanceOf(SignIn.Locked.class);
  }

  @Test
  void attempts_that_the_limit_refuses_do_not_count() {
    final SignIn slow =
        new SignIn(new Users(USERS), passwords, new LoginLimiter(5), new SignInLocks(() -> now));
    for (int i = 0; i < 5; i++) {
      assertThat(slow.attempt("alice", "wrong", "203.0.113.7", NEW))
          .isInstanceOf(SignIn.Wrong.class);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(slow.attempt("alice", "wrong", "203.0.113.7", NEW))
          .isInstanceOf(SignIn.TooManyAttempts.class);
    }
    assertThat(slow.attempt("alice", "right", "203.0.113.7", DESK))
        .isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  void very_long_names_do_not_fill_the_memory() {
    wrong("x".repeat(5_000), 5, NEW);
    wrong("y".repeat(5_000), 5, NEW);
    assertThat(attempt("z".repeat(5_000), "wrong", NEW)).isInstanceOf(SignIn.Locked.class);
  }
}
