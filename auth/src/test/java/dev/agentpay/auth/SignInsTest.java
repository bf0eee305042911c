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

  private static final Duration IDLE = Duration.ofMinutes(15);

  private final MemoryStore store = new MemoryStore(AuthSchema.SCHEMA);
  private final SignIns here = node();
  private final SignIns there = node();

  private Instant now = NOW;
  private boolean isWorking;

  private SignIns node() {
    final SignIns node = new SignIns(store, () -> now, IDLE, _ -> isWorking);
    store.subscribe(Optional.empty(), Optional.empty(), node);
    return node;
  }

  private static Tokens.Bearer bearer(String id) {
    return new Tokens.Bearer(
        new Caller(ALICE, User.Role.AGENT), new SignInId(id), NOW.plus(Duration.ofHours(8)));
  }

  @Test
  void a_sign_out_reaches_every_node() {
    assertThat(here.check(bearer("a"), false)).isEmpty();
    assertThat(there.check(bearer("a"), false)).isEmpty();
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    assertThat(here.check(bearer("a"), false)).contains(Reason.SIGNED_OUT);
    assertThat(there.isKnownToHaveEnded(new SignInId("a"))).isTrue();
    assertThat(there.check(bearer("a"), false)).contains(Reason.SIGNED_OUT);
    assertThat(there.check(bearer("b"), false)).isEmpty();
  }

  @Test
  void a_sign_out_is_known_after_a_restart() {
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    assertThat(node().check(bearer("a"), false)).contains(Reason.SIGNED_OUT);
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
      here.check(bearer("other" + i), false);
    }
    assertThat(here.isKnownToHaveEnded(new SignInId("a"))).isFalse();
    assertThat(here.check(bearer("a"), false)).contains(Reason.SIGNED_OUT);
  }

  @Test
  void a_sign_in_is_not_taken_for_valid_while_the_store_cannot_be_read() {
    here.end(bearer("a"), Reason.SIGNED_OUT, DESK);
    final SignIns restarted = node();
    store.unavailable(true);
    assertThatThrownBy(() -> restarted.check(bearer("a"), false))
        .isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    assertThat(restarted.check(bearer("a"), false)).contains(Reason.SIGNED_OUT);
  }

  private Optional<Reason> after(Duration more, boolean isActivity) {
    now = now.plus(more);
    return here.check(bearer("a"), isActivity);
  }

  @Test
  void an_idle_user_is_signed_out_even_if_the_page_keeps_asking() {
    assertThat(after(Duration.ZERO, true)).isEmpty();
    assertThat(after(IDLE.dividedBy(2), false)).isEmpty();
    assertThat(after(IDLE.dividedBy(2).minusSeconds(1), false)).isEmpty();
    assertThat(here.seemsIdle(bearer("a"))).isFalse();
    now = now.plusSeconds(1);
    assertThat(here.seemsIdle(bearer("a"))).isTrue();
    assertThat(here.check(bearer("a"), true)).contains(Reason.IDLE);
    assertThat(node().check(bearer("a"), true)).contains(Reason.IDLE);
  }

  @Test
  void activity_begins_the_idle_time_anew() {
    for (int i = 0; i < 10; i++) {
      assertThat(after(IDLE.minusSeconds(1), true)).isEmpty();
    }
    assertThat(after(IDLE, false)).contains(Reason.IDLE);
  }

  @Test
  void nobody_is_signed_out_during_a_call_or_an_open_payment() {
    assertThat(after(Duration.ZERO, true)).isEmpty();
    isWorking = true;
    assertThat(after(IDLE.multipliedBy(3), false)).isEmpty();
    now = now.plus(IDLE.minusSeconds(60));
    here.worked(ALICE); // the call ends
    isWorking = false;
    assertThat(after(IDLE.minusSeconds(1), false)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), false)).contains(Reason.IDLE);
  }

  @Test
  void nobody_is_signed_out_while_it_is_unknown_whether_they_are_on_a_call() {
    assertThat(after(Duration.ZERO, true)).isEmpty();
    store.unavailable(true);
    now = now.plus(IDLE);
    assertThatThrownBy(() -> here.check(bearer("a"), true))
        .isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    isWorking = true;
    assertThat(here.check(bearer("a"), true)).isEmpty();
  }
}
