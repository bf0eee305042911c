package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.SessionsWithoutTwilio;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CallSid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Changes that belong together are one append, and hold only if nobody was quicker.
class AtomicityTest extends CallCentre {
  @Test
  void a_call_rings_and_its_agent_is_busy_at_once() {
    ready(ALICE);
    final long loads = store.loads();
    once(() -> arrives(CALL));
    assertThat(store.loads() - loads).as("the call and the agent").isLessThanOrEqualTo(2);
    assertThat(call(CALL).ringing()).contains(ALICE);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void a_call_changes_hands_at_once() {
    talks(CALL, ALICE);
    once(() -> assigned(CALL, BOB));
    assertThat(owner(CALL)).contains(BOB);
    assertThat(agent(BOB).call()).contains(CALL);
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void a_claim_keeps_its_agent_at_once() {
    talking(CALL);
    once(() -> claims.claim(CALL, ALICE, ORIGIN));
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void a_payment_starts_on_its_agents_call_at_once() {
    talks(CALL, ALICE);
    once(() -> pays(ALICE));
  }

  @Test
  void an_answer_is_one_append() {
    ready(ALICE);
    arrives(CALL);
    once(() -> answers(CALL, ALICE, LEG));
    assertThat(owner(CALL)).contains(ALICE);
  }

  @Test
  void a_call_ends_with_its_payment_at_once() {
    talks(CALL, ALICE);
    final PaySession session = pays(ALICE);
    once(() -> hangsUp(CALL));
    assertThat(call(CALL).isLive()).isFalse();
    assertThat(agent(ALICE).isReady()).isTrue();
    assertThat(sessions.find(session.id()).orElseThrow().state()).isEqualTo(SessionState.ABANDONED);
  }

  @Test
  void a_caller_waits_and_is_recalled_each_at_once() {
    once(() -> assertThat(arrives(CALL)).isEmpty());
    assertThat(call(CALL).waits()).isTrue();
    once(() -> calls.setAvailability(ALICE, true, ORIGIN));
    assertThat(store.tasks()).contains(LookForCallers.task(time.now()));
    once(this::settle);
    assertThat(recalled).containsExactly(CALL);
  }

  @Test
  void a_call_ends_apart_from_who_waits() {
    talks(OTHER, ALICE);
    waits(CALL);
    final long waiting = call(CALL).version();
    once(() -> hangsUp(OTHER));
    assertThat(call(CALL).version()).isEqualTo(waiting);
    assertThat(store.tasks()).contains(LookForCallers.task(time.now()));
    once(this::settle);
    assertThat(recalled).containsExactly(CALL);
  }

  private void once(Runnable change) {
    final long before = store.appends();
    change.run();
    assertThat(store.appends() - before).isEqualTo(1);
  }

  @Test
  void a_payment_is_refused_when_its_call_is_assigned_meanwhile() {
    talks(CALL, ALICE);
    store.beforeAppendOf(stream(CALL), () -> assigned(CALL, BOB));
    refused(Refusal.UNKNOWN_CALL, () -> pays(ALICE));
    assertThat(owner(CALL)).contains(BOB);
    assertThat(sessions.find(SessionQuery.openOn(CALL))).isEmpty();
  }

  @Test
  void an_assign_is_refused_when_a_payment_starts_meanwhile() {
    talks(CALL, ALICE);
    store.beforeAppendOf(stream(CALL), () -> pays(ALICE));
    refused(Refusal.CALL_HAS_SESSION, () -> assigned(CALL, BOB));
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(agent(BOB).call()).isEmpty();
  }

  @Test
  void a_payment_that_starts_as_its_call_ends_is_abandoned() {
    talks(CALL, ALICE);
    final List<PaySession> started = new ArrayList<>();
    store.beforeAppendOf(stream(CALL), () -> started.add(pays(ALICE)));
    hangsUp(CALL);
    assertThat(sessions.find(started.getFirst().id()).orElseThrow().state())
        .isEqualTo(SessionState.ABANDONED);
  }

  @Test
  void a_payment_beside_one_in_doubt_needs_a_confirmation() {
    talks(CALL, ALICE);
    SessionsWithoutTwilio.submit(sessions, pays(ALICE));
    refused(Refusal.MAY_HAVE_CHARGED, () -> pays(ALICE));
    assertThat(sessions.find(SessionQuery.openOn(CALL))).hasSize(1);
  }

  @Test
  void a_payment_that_starts_beside_one_in_doubt_as_its_call_ends_is_abandoned() {
    talks(CALL, ALICE);
    final PaySession inDoubt = pays(ALICE);
    SessionsWithoutTwilio.submit(sessions, inDoubt);
    final List<PaySession> started = new ArrayList<>();
    store.beforeAppendOf(stream(CALL), () -> started.add(paysConfirmed(ALICE)));
    hangsUp(CALL);
    assertThat(sessions.find(started.getFirst().id()).orElseThrow().state())
        .isEqualTo(SessionState.ABANDONED);
    assertThat(sessions.find(inDoubt.id()).orElseThrow().state())
        .isEqualTo(SessionState.COMPLETING);
  }

  @Test
  void an_assign_that_the_store_refuses_changes_nothing() {
    talks(CALL, ALICE);
    final Call call = call(CALL);
    final Agent alice = agent(ALICE);
    final Agent bob = agent(BOB);
    store.dieAfter(0);
    assertThatThrownBy(() -> assigned(CALL, BOB)).isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    assertThat(call(CALL)).isEqualTo(call);
    assertThat(agent(ALICE)).isEqualTo(alice);
    assertThat(agent(BOB)).isEqualTo(bob);
  }

  @Test
  void a_node_that_dies_while_it_rings_keeps_nobody() {
    ready(ALICE);
    store.dieAfter(0);
    assertThatThrownBy(() -> arrives(CALL)).isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    assertThat(calls.find(CALL)).isEmpty();
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void a_node_that_dies_at_the_end_repeats_it_whole() {
    talks(CALL, ALICE);
    pays(ALICE);
    store.dieAfter(0);
    assertThatThrownBy(() -> hangsUp(CALL)).isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    assertThat(call(CALL).keeps(ALICE)).isTrue();
    assertThat(agent(ALICE).call()).contains(CALL);
    hangsUp(CALL); // the next status callback
    assertThat(agent(ALICE).isReady()).isTrue();
    assertThat(sessions.find(SessionQuery.openOn(CALL))).isEmpty();
  }

  @Test
  void an_agent_with_two_calls_is_kept_by_a_claim_meanwhile() {
    ready(ALICE);
    talking(CALL);
    claims(CALL, ALICE);
    talking(OTHER);
    store.beforeAppendOf(stream(CALL), () -> claims(OTHER, ALICE));
    hangsUp(CALL);
    assertThat(agent(ALICE).call()).contains(OTHER);
  }

  @Test
  void an_agents_two_calls_may_end_in_one_moment() {
    ready(ALICE);
    talking(CALL);
    claims(CALL, ALICE);
    talking(OTHER);
    claims(OTHER, ALICE);
    store.beforeAppendOf(stream(CALL), () -> hangsUp(OTHER));
    hangsUp(CALL);
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void a_call_that_begins_under_a_known_uui_meets_its_claim() {
    known(CALL);
    store.beforeAppendOf(stream(CALL), () -> claims.claim(UUI, ALICE, ORIGIN));
    dialled(CALL);
    assertThat(owner(CALL)).contains(ALICE);
  }

  @Test
  void a_claim_meets_a_call_that_begins_under_a_known_uui() {
    known(CALL);
    store.beforeAppendOf(stream(UUI), () -> dialled(CALL));
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(ALICE);
  }

  /// A PBX tells of a call under the UUI before the call itself is told of.
  private void known(CallSid call) {
    calls.tell(new CallInput.PbxLeg(call, LEG, Optional.of(UUI), Optional.empty(), false), ORIGIN);
  }
}
