package dev.agentpay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which agent is rung, who owns which call, and what the end of a call ends.
class CallsTest extends CallCentre {
  @Test
  void rings_the_agent_who_is_idle_longest() {
    ready(BOB);
    ready(ALICE);
    assertThat(arrives(CALL)).contains(BOB);
    assertThat(arrives(OTHER)).contains(ALICE);
  }

  @Test
  void rings_nobody_when_nobody_is_ready() {
    calls.agents().available(ALICE, false, ORIGIN);
    assertThat(arrives(CALL)).isEmpty();
  }

  @Test
  void a_repeated_webhook_gets_the_same_answer_and_takes_no_second_agent() {
    ready(ALICE);
    ready(BOB);
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(calls.agents().find(BOB).isReady()).isTrue();
  }

  @Test
  void who_answers_owns_the_call() {
    ready(ALICE);
    arrives(CALL);
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    calls.answered(CALL, ALICE, LEG, ORIGIN); // Twilio says it again
    final Call call = calls.find(CALL).orElseThrow();
    assertThat(call.agent()).contains(ALICE);
    assertThat(call.agentLeg()).contains(LEG);
    assertThat(call.version()).isEqualTo(3);
  }

  @Test
  void who_does_not_answer_is_free_again_and_does_not_own_it() {
    ready(ALICE);
    arrives(CALL);
    calls.legEnded(CALL, ALICE, ring(CALL), LEG, "no-answer", ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().owner()).isEmpty();
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  @Test
  void whoever_did_not_take_the_call_is_not_rung_again_for_it() {
    ready(ALICE);
    ready(BOB);
    arrives(CALL);
    calls.missed(CALL, "no-answer", ORIGIN);
    assertThat(calls.again(CALL, ORIGIN).map(Ring::agent)).contains(BOB);
    calls.legEnded(CALL, BOB, ring(CALL), LEG, "busy", ORIGIN);
    assertThat(calls.again(CALL, ORIGIN)).isEmpty();
    assertThat(calls.find(CALL).orElseThrow().missed()).containsExactly(ALICE, BOB);
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  @Test
  void what_is_told_late_about_an_earlier_leg_does_not_touch_the_present_one() {
    ready(ALICE);
    arrives(CALL);
    final long first = ring(CALL);
    calls.missed(CALL, "no-answer", ORIGIN);
    arrives(CALL);
    calls.legEnded(CALL, ALICE, first, LEG, "no-answer", ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().ringing()).contains(ALICE);
    assertThat(calls.agents().find(ALICE).call()).contains(CALL);
  }

  @Test
  void an_answer_that_is_told_after_its_legs_end_makes_nobody_busy() {
    ready(ALICE);
    arrives(CALL);
    calls.legEnded(CALL, ALICE, ring(CALL), LEG, "completed", ORIGIN);
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().agent()).contains(ALICE);
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  @Test
  void an_agents_telephone_is_rung_unless_they_are_on_a_call() {
    assertThat(forwarded(CALL)).contains(ALICE);
    assertThat(forwarded(CALL)).contains(ALICE); // Twilio asks again
    assertThat(forwarded(OTHER)).isEmpty();
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    assertThat(forwarded(OTHER)).isEmpty();
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    assertThat(forwarded(OTHER)).contains(ALICE);
  }

  private Optional<AgentId> forwarded(CallSid call) {
    return calls.forwarded(call, "+12025550123", "+12025550100", ALICE, ORIGIN).map(Ring::agent);
  }

  @Test
  void a_call_of_somebody_elses_twiml_is_asked_about_more_often() {
    calls.began(
        new CallEvent.CallArrived(
            CALL, "", "", CallRoute.FOREIGN, Optional.empty(), Optional.empty()),
        ORIGIN);
    calls.began(
        new CallEvent.CallArrived(
            OTHER, "", "", CallRoute.SIP_IN, Optional.empty(), Optional.empty()),
        ORIGIN);
    new CallSweep(store, calls, _ -> Optional.of("completed"), node, Duration.ofMinutes(1)).begin();
    time.runUntil(time.now().plus(CallSweep.FOREIGN_EVERY).plusSeconds(1));
    assertThat(calls.find(CALL).orElseThrow().isLive()).isFalse();
    assertThat(calls.find(OTHER).orElseThrow().isLive()).isTrue();
    time.runUntil(time.now().plusSeconds(60));
    assertThat(calls.find(OTHER).orElseThrow().isLive()).isFalse();
  }

  @Test
  void the_end_of_a_call_frees_its_agent_and_abandons_its_payment() {
    ready(ALICE);
    arrives(CALL);
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    final PaySession session =
        sessions.start(
            ALICE,
            Story.request(Optional.of(Money.of("1.00", "USD")), Advance.SERVER),
            false,
            Optional.empty(),
            ORIGIN);
    calls.ended(CALL, "completed", Optional.of(12), ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().isLive()).isFalse();
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
    assertThat(sessions.find(session.id()).orElseThrow().state()).isEqualTo(SessionState.ABANDONED);
  }

  @Test
  void a_payment_needs_a_live_call_of_ones_own() {
    ready(ALICE);
    arrives(CALL);
    final PayRequest request = Story.request(Optional.of(Money.of("1.00", "USD")), Advance.SERVER);
    assertThatThrownBy(() -> sessions.start(BOB, request, false, Optional.empty(), ORIGIN))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.UNKNOWN_CALL));
    assertThatThrownBy(() -> sessions.start(ALICE, request, false, Optional.empty(), ORIGIN))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the call still rings; a payment needs the customer on the line");
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    assertThatThrownBy(() -> sessions.start(ALICE, request, false, Optional.empty(), ORIGIN))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("the call is over");
  }

  @Test
  void a_node_that_dies_while_it_rings_an_agent_leaves_nobody_busy_for_nothing() {
    ready(ALICE);
    for (int written = 0; written < 3; written++) {
      final CallSid call = new CallSid("CA" + "%032x".formatted(written + 10));
      store.dieAfter(written);
      assertThatThrownBy(() -> arrives(call)).isInstanceOf(StoreUnavailableException.class);
      store.isBack();
      calls.ended(call, "completed", Optional.empty(), ORIGIN);
      assertThat(calls.agents().find(ALICE).isReady()).as("after %s writes", written).isTrue();
    }
  }

  @Test
  void a_call_that_ends_while_it_is_given_to_an_agent_leaves_them_free() {
    ready(ALICE);
    store.beforeAppendOf(
        ALICE.stream(), () -> calls.ended(CALL, "completed", Optional.empty(), ORIGIN));
    assertThat(arrives(CALL)).isEmpty();
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  @Test
  void an_agent_who_is_taken_meanwhile_is_passed_over() {
    ready(ALICE);
    ready(BOB);
    store.beforeAppendOf(ALICE.stream(), () -> arrives(OTHER));
    assertThat(arrives(CALL)).contains(BOB);
    assertThat(calls.find(OTHER).orElseThrow().owner()).contains(ALICE);
    assertThat(calls.agents().find(BOB).call()).contains(CALL);
  }

  @Test
  void a_call_whose_end_nobody_heard_is_ended_and_its_agent_freed() {
    ready(ALICE);
    arrives(CALL);
    calls.answered(CALL, ALICE, LEG, ORIGIN);
    sweep(call -> Optional.empty());
    assertThat(calls.find(CALL).orElseThrow().isLive()).isTrue();
    sweep(call -> Optional.of("completed"));
    assertThat(calls.find(CALL).orElseThrow().ended()).contains("completed");
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  @Test
  void an_agent_whom_a_call_that_is_over_keeps_is_freed() {
    ready(ALICE);
    arrives(OTHER);
    store.append(endedOnly());
    assertThat(calls.agents().find(ALICE).isReady()).isFalse();
    sweep(_ -> Optional.empty());
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  @Test
  void a_young_call_is_not_asked_about() {
    ready(ALICE);
    arrives(CALL);
    final CallSweep sweep =
        new CallSweep(store, calls, _ -> Optional.of("completed"), node, Duration.ofMinutes(1));
    sweep.begin();
    time.runUntil(time.now().plusSeconds(1));
    assertThat(calls.find(CALL).orElseThrow().isLive()).isTrue();
  }

  /// Looks for a little more than two rounds.
  private void sweep(CallEnds ends) {
    new CallSweep(store, calls, ends, node, Duration.ofSeconds(10)).begin();
    time.runUntil(time.now().plusSeconds(21));
  }

  @Test
  void saying_ready_frees_from_a_call_that_nobody_knows_any_more() {
    ready(ALICE);
    arrives(CALL);
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    arrives(OTHER);
    store.append(endedOnly());
    assertThat(calls.agents().find(ALICE).isReady()).isFalse();
    calls.agents().available(ALICE, true, ORIGIN);
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  /// The other call's end, as if it had been recorded without freeing the agent.
  private EventStore.Append endedOnly() {
    final Call call = calls.find(OTHER).orElseThrow();
    final Recorded end =
        new Recorded(
            call.stream(),
            call.version() + 1,
            time.now(),
            ORIGIN,
            call.owner(),
            new CallEvent.CallEnded("completed", Optional.empty()));
    return new EventStore.Append(
        call.stream(),
        call.version(),
        java.util.List.of(end),
        call.after(end),
        java.util.List.of(),
        java.util.Set.of(),
        Optional.empty());
  }
}
