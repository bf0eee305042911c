package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final Devices devices = devices("k", Optional.empty());

  private Devices devices(String key, Optional<String> second) {
    return new Devices(
        new SignInOptions(
            key.repeat(32),
            second.map(k -> k.repeat(32)),
            Duration.ofHours(8),
            SignInOptions.IDLE_AFTER,
            List.of()),
        () -> now);
  }

  @Test
  void a_cookie_names_the_device_to_its_user_only() {
    final String cookie = devices.remember("alice", "");
    assertThat(devices.find("alice", cookie)).isPresent();
    assertThat(devices.find("bob", cookie)).isEmpty();
    assertThat(devices.find("alice", "")).isEmpty();
    assertThat(cookie).doesNotContain("alice").matches("[A-Za-z0-9_.-]+");
    assertThat(devices.find("alice", devices.remember("alice", "")))
        .isNotEqualTo(devices.find("alice", cookie));
  }

  @Test
  void each_sign_in_renews_the_token_of_the_device() {
    final String first = devices.remember("alice", "");
    now = now.plus(Devices.LIFETIME).minusSeconds(1);
    final String second = devices.remember("alice", first);
    assertThat(devices.find("alice", second)).isEqualTo(devices.find("alice", first)).isPresent();
    now = now.plusSeconds(1);
    assertThat(devices.find("alice", first)).isEmpty();
    assertThat(devices.find("alice", second)).isPresent();
  }

  @Test
  void a_shared_browser_remembers_its_last_users() {
    String cookie = "";
    for (int i = 0; i <= Devices.MAX_USERS; i++) {
      cookie = devices.remember("user" + i, cookie);
    }
    assertThat(devices.find("user0", cookie)).isEmpty();
    for (int i = 1; i <= Devices.MAX_USERS; i++) {
      assertThat(devices.find("user" + i, cookie)).as("user%s", i).isPresent();
    }
  }

  @Test
  void refuses_altered_and_foreign_tokens() {
    final String cookie = devices.remember("alice", "");
    final char last = cookie.charAt(0) == 'A' ? 'B' : 'A';
    assertThat(devices.find("alice", last + cookie.substring(1))).isEmpty();
    assertThat(devices.find("alice", cookie.replaceFirst("\\.[0-9]+\\.", ".9999999999.")))
        .isEmpty();
    assertThat(devices.find("alice", devices("x", Optional.empty()).remember("alice", "")))
        .isEmpty();
    assertThat(devices.find("alice", "~~" + "x".repeat(1_000_000))).isEmpty();
  }

  @Test
  void a_device_stays_known_while_keys_are_rotated() {
    final String cookie = devices.remember("alice", "");
    assertThat(devices("n", Optional.of("k")).find("alice", cookie)).isPresent();
    assertThat(devices("n", Optional.empty()).find("alice", cookie)).isEmpty();
  }
}
