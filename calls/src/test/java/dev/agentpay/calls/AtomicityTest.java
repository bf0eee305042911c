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

/// Changes that belong together are stored in one append, which fails if a concurrent change
/// conflicts.
class AtomicityTest extends CallCentre {
  @Test
  void ringing_marks_the_agent_busy_in_one_append() {
    ready(ALICE);
    final long loads = store.loads();
    inOneAppend(() -> arrives(CALL));
    assertThat(store.loads() - loads).as("the call and the agent").isLessThanOrEqualTo(2);
    assertThat(call(CALL).ringing()).contains(ALICE);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void a_change_of_owner_is_one_append() {
    talks(CALL, ALICE);
    inOneAppend(() -> assigned(CALL, BOB));
    assertThat(owner(CALL)).contains(BOB);
    assertThat(agent(BOB).call()).contains(CALL);
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void a_claim_marks_its_agent_busy_in_one_append() {
    talking(CALL);
    inOneAppend(() -> claims.claim(CALL, ALICE, ORIGIN));
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void a_payment_start_is_one_append() {
    talks(CALL, ALICE);
    inOneAppend(() -> pays(ALICE));
  }

  @Test
  void an_answer_is_one_append() {
    ready(ALICE);
    arrives(CALL);
    inOneAppend(() -> answers(CALL, ALICE, LEG));
    assertThat(owner(CALL)).contains(ALICE);
  }

  @Test
  void a_call_and_its_payment_end_in_one_append() {
    talks(CALL, ALICE);
    final PaySession session = pays(ALICE);
    inOneAppend(() -> hangsUp(CALL));
    assertThat(call(CALL).isLive()).isFalse();
    assertThat(agent(ALICE).isReady()).isTrue();
    assertThat(sessions.find(session.id()).orElseThrow().state()).isEqualTo(SessionState.ABANDONED);
  }

  @Test
  void a_wait_and_a_recall_are_one_append_each() {
    inOneAppend(() -> assertThat(arrives(CALL)).isEmpty());
    assertThat(call(CALL).waits()).isTrue();
    inOneAppend(() -> calls.setAvailability(ALICE, true, ORIGIN));
    assertThat(store.tasks()).contains(LookForCallers.task(time.now()));
    inOneAppend(this::settle);
    assertThat(recalled).containsExactly(CALL);
  }

  @Test
  void the_end_of_a_call_does_not_change_waiting_calls() {
    talks(OTHER, ALICE);
    waits(CALL);
    final long waiting = call(CALL).version();
    inOneAppend(() -> hangsUp(OTHER));
    assertThat(call(CALL).version()).isEqualTo(waiting);
    assertThat(store.tasks()).contains(LookForCallers.task(time.now()));
    inOneAppend(this::settle);
    assertThat(recalled).containsExactly(CALL);
  }

  private void inOneAppend(Runnable change) {
    final long before = store.appends();
    change.run();
    assertThat(store.appends() - before).isEqualTo(1);
  }

  @Test
  void refuses_a_payment_when_its_call_is_reassigned_concurrently() {
    talks(CALL, ALICE);
    store.beforeAppendOf(stream(CALL), () -> assigned(CALL, BOB));
    refused(Refusal.UNKNOWN_CALL, () -> pays(ALICE));
    assertThat(owner(CALL)).contains(BOB);
    assertThat(sessions.find(SessionQuery.openOn(CALL))).isEmpty();
  }

  @Test
  void refuses_an_assignment_when_a_payment_starts_concurrently() {
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
  void a_payment_after_one_in_doubt_needs_confirmation() {
    talks(CALL, ALICE);
    SessionsWithoutTwilio.submit(sessions, pays(ALICE));
    refused(Refusal.MAY_HAVE_CHARGED, () -> pays(ALICE));
    assertThat(sessions.find(SessionQuery.openOn(CALL))).hasSize(1);
  }

  @Test
  void a_second_payment_started_as_its_call_ends_is_abandoned() {
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
  void a_failed_assignment_changes_nothing() {
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
  void a_crash_while_ringing_leaves_the_agent_ready() {
    ready(ALICE);
    store.dieAfter(0);
    assertThatThrownBy(() -> arrives(CALL)).isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    assertThat(calls.find(CALL)).isEmpty();
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void a_crash_at_the_end_is_repaired_by_the_retry() {
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
  void a_concurrent_claim_keeps_the_agent_busy() {
    ready(ALICE);
    talking(CALL);
    claims(CALL, ALICE);
    talking(OTHER);
    store.beforeAppendOf(stream(CALL), () -> claims(OTHER, ALICE));
    hangsUp(CALL);
    assertThat(agent(ALICE).call()).contains(OTHER);
  }

  @Test
  void an_agents_two_calls_may_end_concurrently() {
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
  void a_new_call_gets_a_concurrent_claim() {
    mapped(CALL);
    store.beforeAppendOf(stream(CALL), () -> claims.claim(UUI, ALICE, ORIGIN));
    dialled(CALL);
    assertThat(owner(CALL)).contains(ALICE);
  }

  @Test
  void a_claim_gets_a_call_that_begins_concurrently() {
    mapped(CALL);
    store.beforeAppendOf(stream(UUI), () -> dialled(CALL));
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(ALICE);
  }

  /// A PBX leg maps the UUI to a call before the call itself is known.
  private void mapped(CallSid call) {
    calls.handle(
        new CallInput.PbxLeg(call, LEG, Optional.of(UUI), Optional.empty(), false), ORIGIN);
  }
}
