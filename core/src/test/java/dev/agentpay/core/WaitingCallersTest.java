package dev.agentpay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Callers who hear music until somebody is ready: who is told, when, and what a late word breaks
/// off.
class WaitingCallersTest extends CallCentre {
  @Test
  void who_waited_in_the_queue_may_be_rung_for_anybody_again() {
    ready(ALICE);
    arrives(CALL);
    calls.missed(CALL, "no-answer", ORIGIN);
    assertThat(arrives(CALL)).contains(ALICE);
  }

  @Test
  void whoever_has_not_missed_it_is_rung_first_after_the_queue() {
    ready(ALICE);
    arrives(CALL);
    calls.missed(CALL, "no-answer", ORIGIN);
    ready(BOB);
    calls.agents().available(ALICE, false, ORIGIN);
    calls.agents().available(BOB, false, ORIGIN);
    ready(ALICE); // idle longest
    ready(BOB);
    assertThat(arrives(CALL)).contains(BOB);
  }

  @Test
  void who_waits_longest_is_told_as_soon_as_somebody_is_ready() {
    waits(CALL);
    waits(OTHER);
    ready(ALICE);
    settle();
    assertThat(recalled).containsExactly(CALL);
    assertThat(arrives(CALL)).contains(ALICE);
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL, OTHER);
  }

  @Test
  void who_waits_is_told_when_the_end_of_another_call_frees_an_agent() {
    ready(ALICE);
    arrives(OTHER);
    waits(CALL);
    settle();
    assertThat(recalled).isEmpty();
    calls.ended(OTHER, "completed", Optional.empty(), ORIGIN);
    settle();
    assertThat(recalled).containsExactly(CALL);
  }

  @Test
  void nobody_is_told_because_of_an_agent_who_has_just_missed_the_call() {
    ready(ALICE);
    arrives(CALL);
    calls.missed(CALL, "no-answer", ORIGIN);
    assertThat(calls.waits(CALL, ORIGIN)).isEmpty();
    settle();
    calls.agents().available(ALICE, true, ORIGIN);
    settle();
    assertThat(recalled).isEmpty();
  }

  @Test
  void who_was_told_is_left_to_ring_and_told_again_only_after_a_while() {
    waits(CALL);
    ready(ALICE);
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL);
    time.runUntil(time.now().plus(WaitingCallers.ASKS_WITHIN));
    settle();
    assertThat(recalled).as("it did not ask").containsExactly(CALL, CALL);
    assertThat(calls.recalled(CALL, ORIGIN).map(Ring::agent)).contains(ALICE);
    time.runUntil(time.now().plus(WaitingCallers.ASKS_WITHIN.multipliedBy(3)));
    assertThat(recalled).as("it has asked").containsExactly(CALL, CALL);
  }

  @Test
  void two_who_wait_are_told_for_two_who_are_ready() {
    waits(CALL);
    waits(OTHER);
    calls.agents().available(ALICE, true, ORIGIN);
    calls.agents().available(BOB, true, ORIGIN);
    settle();
    assertThat(recalled).containsExactly(CALL, OTHER);
  }

  @Test
  void who_was_told_in_vain_is_told_again_when_the_next_is_ready() {
    waits(CALL);
    ready(ALICE);
    settle();
    assertThat(arrives(OTHER)).as("somebody else was quicker").contains(ALICE);
    assertThat(calls.recalled(CALL, ORIGIN)).isEmpty();
    assertThat(calls.waits(CALL, ORIGIN)).isEmpty();
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL, CALL);
    assertThat(calls.recalled(CALL, ORIGIN).map(Ring::agent)).contains(BOB);
  }

  @Test
  void whoever_missed_the_caller_is_not_rung_when_the_one_who_was_ready_is_taken() {
    ready(ALICE);
    arrives(CALL);
    calls.missed(CALL, "no-answer", ORIGIN);
    calls.waits(CALL, ORIGIN);
    assertThat(calls.recalled(CALL, ORIGIN)).isEmpty();
    assertThat(arrives(CALL)).as("at the end of the music").contains(ALICE);
  }

  @Test
  void a_ringing_that_the_recall_broke_off_begins_anew_and_its_end_counts_for_nothing() {
    waits(CALL);
    ready(ALICE);
    assertThat(arrives(CALL)).as("the music was over by itself").contains(ALICE);
    final long first = ring(CALL);
    final Ring again = calls.recalled(CALL, ORIGIN).orElseThrow();
    assertThat(again.agent()).isEqualTo(ALICE);
    assertThat(again.number()).isGreaterThan(first);
    calls.legEnded(CALL, ALICE, first, LEG, "canceled", ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().ringing()).contains(ALICE);
    assertThat(calls.agents().find(ALICE).call()).contains(CALL);
  }

  @Test
  void a_talk_that_the_recall_broke_off_goes_on_with_the_same_agent() {
    waits(CALL);
    ready(ALICE);
    arrives(CALL);
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    assertThat(calls.recalled(CALL, ORIGIN).map(Ring::agent)).contains(ALICE);
    calls.legEnded(CALL, ALICE, ring(CALL), LEG, "completed", ORIGIN);
    calls.answered(CALL, ALICE, new CallSid("CA" + "9".repeat(32)), ORIGIN);
    assertThat(calls.agents().find(ALICE).call()).contains(CALL);
  }

  @Test
  void who_waits_and_is_given_to_an_agent_is_told_and_the_agent_is_rung() {
    waits(CALL);
    given(CALL, BOB);
    settle();
    assertThat(recalled).containsExactly(CALL);
    final Ring ring = calls.recalled(CALL, ORIGIN).orElseThrow();
    assertThat(ring.agent()).isEqualTo(BOB);
    calls.answered(CALL, BOB, LEG, ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().answeredAt()).isPresent();
    assertThat(calls.agents().find(BOB).call()).contains(CALL);
  }

  @Test
  void an_agent_who_was_given_a_call_and_does_not_answer_has_lost_it() {
    ready(ALICE);
    arrives(OTHER);
    waits(CALL);
    given(CALL, BOB);
    final Ring ring = calls.recalled(CALL, ORIGIN).orElseThrow();
    calls.legEnded(CALL, BOB, ring.number(), LEG, "no-answer", ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().owner()).isEmpty();
    assertThat(calls.agents().find(BOB).call()).isEmpty();
    assertThat(calls.again(CALL, ORIGIN)).as("nobody is rung for ever").isEmpty();
  }

  @Test
  void nobody_is_told_for_an_agent_whom_another_call_of_theirs_keeps() {
    ready(ALICE);
    arrives(CALL);
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    arrives(OTHER);
    given(OTHER, ALICE);
    final CallSid third = new CallSid("CA" + "8".repeat(32));
    waits(third);
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    settle();
    assertThat(calls.agents().find(ALICE).call()).contains(OTHER);
    assertThat(recalled).doesNotContain(third);
  }

  @Test
  void whoever_was_taken_in_the_meantime_has_not_missed_the_call() {
    ready(ALICE);
    assertThat(arrives(OTHER)).contains(ALICE);
    calls.agents().available(ALICE, true, ORIGIN);
    calls.ended(OTHER, "completed", Optional.empty(), ORIGIN);
    began(CALL);
    store.beforeAppendOf(StreamId.of(CALL), () -> arrives(new CallSid("CA" + "7".repeat(32))));
    assertThat(calls.again(CALL, ORIGIN)).isEmpty();
    assertThat(calls.find(CALL).orElseThrow().missed()).isEmpty();
    assertThat(calls.find(CALL).orElseThrow().owner()).isEmpty();
  }

  @Test
  void a_store_that_is_away_costs_a_waiting_caller_nothing_but_time() {
    waits(CALL);
    ready(ALICE);
    store.unavailable(true);
    settle();
    store.unavailable(false);
    assertThat(recalled).isEmpty();
    assertThat(arrives(CALL)).contains(ALICE);
  }

  private void began(CallSid call) {
    calls.began(
        new CallEvent.CallArrived(
            call,
            "+12025550123",
            "+12025550100",
            CallRoute.SOFTPHONE,
            Optional.empty(),
            Optional.empty()),
        ORIGIN);
  }

  private void given(CallSid call, AgentId agent) {
    calls.give(call, agent, new CallEvent.CallAssigned(agent), _ -> {}, ORIGIN);
  }

  @Test
  void who_became_ready_while_the_caller_was_put_on_hold_is_rung_at_once() {
    assertThat(arrives(CALL)).isEmpty();
    ready(ALICE);
    assertThat(calls.waits(CALL, ORIGIN).map(Ring::agent)).contains(ALICE);
    assertThat(calls.find(CALL).orElseThrow().waits()).isFalse();
  }

  @Test
  void who_is_rung_or_over_waits_no_longer() {
    waits(CALL);
    assertThat(calls.find(CALL).orElseThrow().waits()).isTrue();
    calls.waits(CALL, ORIGIN); // the music is over, and nobody is ready still
    assertThat(calls.find(CALL).orElseThrow().version()).isEqualTo(2);
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    ready(ALICE);
    settle();
    assertThat(recalled).isEmpty();
  }

  private void waits(CallSid call) {
    time.runUntil(time.now().plusSeconds(1));
    assertThat(arrives(call)).isEmpty();
    assertThat(calls.waits(call, ORIGIN)).isEmpty();
  }

  private void settle() {
    time.runUntil(time.now().plusMillis(1));
  }
}
