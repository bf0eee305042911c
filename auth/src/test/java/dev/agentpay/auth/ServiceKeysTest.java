package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.Actor;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceKeysTest {
  private static final Origin SUE =
      new Origin(new Actor(Actor.Role.SUPERVISOR, "sue"), "203.0.113.7", "POST /api/service-keys");

  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final MemoryStore store = new MemoryStore(AuthSchema.SCHEMA);
  private final ServiceKeys here = new ServiceKeys(store, () -> now);
  private final ServiceKeys there = new ServiceKeys(store, () -> now);

  private ServiceKeys.Issued create(Optional<Duration> life) {
    return here.create("crm", List.of(KeyScope.TOKENS), life, SUE);
  }

  private boolean isAccepted(ServiceKeys node, String text) {
    return node.check(text, _ -> SUE).isPresent();
  }

  @Test
  void the_secret_decides() {
    final String text = create(Optional.empty()).text();
    final char last = text.charAt(text.length() - 1);
    assertThat(isAccepted(there, text)).isTrue();
    assertThat(isAccepted(there, text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0')))
        .isFalse();
    assertThat(isAccepted(there, text.replaceFirst("apk_.{12}", "apk_0123456789ab"))).isFalse();
    for (String wrong : List.of("", "apk_", text + "0", text.toUpperCase(java.util.Locale.ROOT))) {
      assertThat(isAccepted(there, wrong)).as(wrong).isFalse();
    }
  }

  @Test
  void the_store_has_no_secret() {
    final ServiceKeys.Issued issued = create(Optional.empty());
    assertThat(store.events(issued.key().stream(), 0).getFirst().event())
        .isInstanceOfSatisfying(
            ServiceKeyEvent.ServiceKeyCreated.class,
            created -> assertThat(issued.text()).doesNotContain(created.hash()));
    assertThat(issued.toString() + issued.key()).doesNotContain(issued.text().substring(17));
  }

  @Test
  void a_revoked_key_is_refused_at_once_everywhere() {
    final ServiceKeys.Issued issued = create(Optional.empty());
    assertThat(isAccepted(there, issued.text())).isTrue();
    here.revoke(issued.key().id(), SUE);
    assertThat(isAccepted(there, issued.text())).isFalse();
    assertThat(isAccepted(here, issued.text())).isFalse();
    assertThat(here.revoke(issued.key().id(), SUE).orElseThrow().version()).isEqualTo(3);
  }

  @Test
  void a_key_expires() {
    final String text = create(Optional.of(Duration.ofDays(1))).text();
    now = now.plus(Duration.ofDays(1)).minusMillis(1);
    assertThat(isAccepted(here, text)).isTrue();
    now = now.plusMillis(1);
    assertThat(isAccepted(here, text)).isFalse();
  }

  @Test
  void both_secrets_are_valid_until_the_old_one_is_revoked() {
    final ServiceKeys.Issued first = create(Optional.empty());
    final ServiceKeyId id = first.key().id();
    final ServiceKeys.Issued second = here.rotate(id, Optional.empty(), SUE).orElseThrow();
    assertThat(second.text()).startsWith("apk_" + id).isNotEqualTo(first.text());
    now = now.plus(Duration.ofDays(400));
    assertThat(isAccepted(there, first.text())).isTrue();
    assertThat(isAccepted(there, second.text())).isTrue();
    assertThatThrownBy(() -> there.rotate(id, Optional.empty(), SUE))
        .isInstanceOf(ServiceKeys.NotNowException.class);
    there.revokeOld(id, SUE);
    assertThat(isAccepted(here, first.text())).isFalse();
    assertThat(isAccepted(here, second.text())).isTrue();
  }

  @Test
  void an_old_secret_is_valid_for_the_stated_time() {
    final ServiceKeys.Issued first = create(Optional.empty());
    final String second =
        here.rotate(first.key().id(), Optional.of(Duration.ofMinutes(5)), SUE).orElseThrow().text();
    now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
    assertThat(isAccepted(here, first.text())).isTrue();
    now = now.plusMillis(1);
    assertThat(isAccepted(here, first.text())).isFalse();
    assertThat(isAccepted(here, second)).isTrue();
  }

  @Test
  void the_last_use_is_noted_once_a_day() {
    final ServiceKeys.Issued issued = create(Optional.empty());
    assertThat(issued.key().lastUsed()).isEmpty();
    for (int i = 0; i < 3; i++) {
      here.check(issued.text(), _ -> SUE);
      now = now.plusSeconds(60);
    }
    assertThat(store.events(issued.key().stream(), 0)).hasSize(2);
    assertThat(here.all().getFirst().lastUsed()).contains(Instant.parse("2026-01-31T00:00:00Z"));
    now = now.plus(Duration.ofDays(1));
    here.check(issued.text(), _ -> SUE);
    assertThat(here.all().getFirst().lastUsed()).contains(Instant.parse("2026-02-01T00:00:00Z"));
  }

  @Test
  void a_wrong_secret_is_no_use() {
    final ServiceKeys.Issued issued = create(Optional.empty());
    here.check("apk_" + issued.key().id() + "_" + "0".repeat(64), _ -> SUE);
    assertThat(here.all().getFirst().lastUsed()).isEmpty();
  }
}
