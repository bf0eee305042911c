package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoginLimiterTest {
  @Test
  void limits_attempts_on_one_name() {
    final LoginLimiter limiter = new LoginLimiter(3);
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.take("alice", "203.0.113." + i)).isEmpty();
    }
    assertThat(limiter.take("alice", "203.0.113.9")).isPresent();
    assertThat(limiter.take("bob", "203.0.113.9")).isEmpty();
  }

  @Test
  void limits_many_names_from_one_address() {
    final LoginLimiter limiter = new LoginLimiter(3);
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += limiter.take("guess" + i, "203.0.113.7").isEmpty() ? 1 : 0;
    }
    assertThat(taken).isBetween(30, 35);
    assertThat(limiter.take("alice", "203.0.113.8")).isEmpty();
    assertThat(limiter.take("alice", "203.0.113.7")).isPresent();
  }

  @Test
  void a_successful_attempt_is_given_back() {
    final LoginLimiter limiter = new LoginLimiter(1);
    for (int i = 0; i < 5; i++) {
      assertThat(limiter.take("alice", "203.0.113.7")).isEmpty();
      limiter.giveBack("alice", "203.0.113.7");
    }
  }
}
