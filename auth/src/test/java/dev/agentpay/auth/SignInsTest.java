package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.auth.SignInEvent.Reason;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignInsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final AgentId ALICE = new AgentId("alice");
  private static final Origin DESK =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "203.0.113.7", "POST /api/logout");

  private final MemoryStore store = new MemoryStore(AuthSchema.SCHEMA);
  private final SignIns here = node();
  private final SignIns there = node();

  private SignIns node() {
    final SignIns node = new SignIns(store, () -> NOW);
    store.subscribe(Optional.empty(), Optional.empty(), node);
    return node;
  }

  private static Tokens.Bearer bearer(String id) {
    return new Tokens.Bearer(
        new Caller(ALICE, User.Role.AGENT), new SignInId(id), NOW.plus(Duration.ofHours(8)));
  }

  @Test
  void a_sign_out_reaches_every_node() {
    assertThat(here.end(new SignInId("a"))).isEmpty();
    assertThat(there.end(new SignInId("a"))).isEmpty();
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    assertThat(here.end(new SignInId("a"))).contains(Reason.SIGNED_OUT);
    assertThat(there.isKnownToHaveEnded(new SignInId("a"))).isTrue();
    assertThat(there.end(new SignInId("a"))).contains(Reason.SIGNED_OUT);
    assertThat(there.end(new SignInId("b"))).isEmpty();
  }

  @Test
  void a_sign_out_is_known_after_a_restart() {
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    assertThat(node().end(new SignInId("a"))).contains(Reason.SIGNED_OUT);
  }

  @Test
  void two_sign_outs_are_one() {
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    there.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    assertThat(store.events(AuthSchema.SIGN_IN.stream("a"), 0)).hasSize(1);
  }

  @Test
  void a_forgotten_sign_in_is_loaded_again() {
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    for (int i = 0; i < SignIns.MAX_REMEMBERED; i++) {
      here.end(new SignInId("other" + i));
    }
    assertThat(here.isKnownToHaveEnded(new SignInId("a"))).isFalse();
    assertThat(here.end(new SignInId("a"))).contains(Reason.SIGNED_OUT);
  }

  @Test
  void a_sign_in_is_not_taken_for_valid_while_the_store_cannot_be_read() {
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    final SignIns restarted = node();
    store.unavailable(true);
    assertThatThrownBy(() -> restarted.end(new SignInId("a")))
        .isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    assertThat(restarted.end(new SignInId("a"))).contains(Reason.SIGNED_OUT);
  }
}
