package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.ports.CallEnds;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which agent is rung, who owns a call, and what the end of a call does.
class CallsTest extends CallCentre {
  @Test
  void rings_the_agent_idle_longest() {
    ready(BOB);
    ready(ALICE);
    assertThat(arrives(CALL)).contains(BOB);
    assertThat(arrives(OTHER)).contains(ALICE);
  }

  @Test
  void signals_busy_when_no_agent_is_ready() {
    away(ALICE);
    assertThat(next(arrival(CALL, Queueing.NONE))).isEqualTo(new NextStep.End(false));
    assertThat(call(CALL).ended()).contains("busy");
  }

  @Test
  void a_repeated_webhook_rings_no_second_agent() {
    ready(ALICE);
    ready(BOB);
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(agent(BOB).isReady()).isTrue();
  }

  @Test
  void the_agent_who_answers_owns_the_call() {
    talks(CALL, ALICE);
    answers(CALL, ALICE, LEG); // Twilio repeats the callback
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(call(CALL).agentLeg()).contains(LEG);
    assertThat(call(CALL).version()).isEqualTo(3);
  }

  @Test
  void an_agent_who_does_not_answer_becomes_free() {
    ready(ALICE);
    arrives(CALL);
    legEnds(CALL, ALICE, ring(CALL), LEG, "no-answer");
    assertThat(call(CALL).owner()).isEmpty();
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void an_agent_who_missed_the_call_is_not_rung_again() {
    ready(ALICE);
    ready(BOB);
    arrives(CALL);
    assertThat(dialEnds(CALL, "no-answer")).contains(BOB);
    legEnds(CALL, BOB, ring(CALL), LEG, "busy");
    assertThat(dialEnds(CALL, "busy")).isEmpty();
    assertThat(call(CALL).missed()).containsExactly(ALICE, BOB);
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void ignores_the_end_of_an_earlier_leg() {
    ready(ALICE);
    arrives(CALL);
    final long first = ring(CALL);
    dialEnds(CALL, "no-answer");
    arrives(CALL);
    legEnds(CALL, ALICE, first, LEG, "no-answer");
    assertThat(call(CALL).ringing()).contains(ALICE);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void an_answer_reported_after_the_end_leaves_the_agent_free() {
    ready(ALICE);
    arrives(CALL);
    legEnds(CALL, ALICE, ring(CALL), LEG, "completed");
    answers(CALL, ALICE, LEG);
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void an_answer_frees_the_other_rung_agent() {
    ready(ALICE);
    arrives(CALL);
    answers(CALL, BOB, LEG);
    assertThat(owner(CALL)).contains(BOB);
    assertThat(agent(ALICE).isReady()).isTrue();
    assertThat(agent(BOB).call()).contains(CALL);
  }

  @Test
  void rings_a_telephone_unless_its_agent_is_busy() {
    assertThat(forwarded(CALL, ALICE)).contains(ALICE);
    assertThat(forwarded(CALL, ALICE)).as("repeated webhook").contains(ALICE);
    assertThat(forwarded(OTHER, ALICE)).isEmpty();
    answers(CALL, ALICE, LEG);
    assertThat(forwarded(THIRD, ALICE)).isEmpty();
    hangsUp(CALL);
    assertThat(forwarded(NEXT_LEG, ALICE)).contains(ALICE);
  }

  @Test
  void the_end_of_a_call_frees_its_agent() {
    talks(CALL, ALICE);
    final PaySession session = pays(ALICE);
    hangsUp(CALL);
    assertThat(call(CALL).isLive()).isFalse();
    assertThat(agent(ALICE).isReady()).isTrue();
    assertThat(sessions.find(session.id()).orElseThrow().state()).isEqualTo(SessionState.ABANDONED);
  }

  @Test
  void the_end_of_an_answered_dial_ends_the_call() {
    talks(CALL, ALICE);
    assertThat(next(dialEnded(true, false, "completed"))).isEqualTo(new NextStep.End(true));
    assertThat(call(CALL).ended()).contains("completed");
  }

  @Test
  void rings_no_further_agent_after_the_caller_hangs_up() {
    ready(ALICE);
    ready(BOB);
    arrives(CALL);
    assertThat(next(dialEnded(false, true, "canceled"))).isEqualTo(new NextStep.End(false));
    assertThat(agent(ALICE).isReady()).isTrue();
    assertThat(agent(BOB).isReady()).isTrue();
  }

  private CallInput dialEnded(boolean answered, boolean canceled, String why) {
    return new CallInput.DialEnded(CALL, Optional.of(ring(CALL)), answered, canceled, why, MUSIC);
  }

  @Test
  void a_pbx_may_transfer_the_customer_after_its_dial() {
    talking(CALL);
    next(dialEnded(true, false, "completed"));
    assertThat(call(CALL).isLive()).isTrue();
  }

  @Test
  void a_payment_needs_a_live_call_owned_by_the_agent() {
    ready(ALICE);
    arrives(CALL);
    refused(Refusal.UNKNOWN_CALL, () -> pays(BOB));
    assertThatThrownBy(() -> pays(ALICE))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the call is still ringing; a payment needs the customer on the line");
    answers(CALL, ALICE, LEG);
    hangsUp(CALL);
    assertThatThrownBy(() -> pays(ALICE))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("the call has ended");
  }

  @Test
  void refuses_a_payment_while_the_agent_is_rung() {
    talking(CALL);
    ready(ALICE);
    assertThat(arrives(CALL)).contains(ALICE);
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> pays(ALICE));
  }

  @Test
  void a_call_that_ends_concurrently_leaves_the_agent_ready() {
    waits(CALL);
    ready(ALICE);
    store.beforeAppendOf(stream(ALICE), () -> hangsUp(CALL));
    assertThat(arrives(CALL)).isEmpty();
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void skips_an_agent_who_gets_another_call_concurrently() {
    ready(ALICE);
    ready(BOB);
    store.beforeAppendOf(stream(ALICE), () -> arrives(OTHER));
    assertThat(arrives(CALL)).contains(BOB);
    assertThat(call(OTHER).owner()).contains(ALICE);
    assertThat(agent(BOB).call()).contains(CALL);
  }

  @Test
  void an_agent_owns_their_outbound_call_from_the_start() {
    calls.change(customer(CALL, Optional.of(ALICE), false), ORIGIN);
    assertThat(agent(ALICE).call()).contains(CALL);
    assigned(CALL, BOB);
    calls.change(customer(CALL, Optional.of(ALICE), true), ORIGIN);
    assertThat(owner(CALL)).as("a later callback that names the first agent").contains(BOB);
  }

  @Test
  void checks_foreign_calls_more_often() {
    began(CALL, CallRoute.FOREIGN);
    began(OTHER, CallRoute.SIP_IN);
    new CallSweep(calls, _ -> Optional.of("completed"), server.node, Duration.ofMinutes(1)).begin();
    passes(CallSweep.FOREIGN_CHECK_INTERVAL.plusSeconds(1));
    assertThat(call(CALL).isLive()).isFalse();
    assertThat(call(OTHER).isLive()).isTrue();
    passes(Duration.ofSeconds(60));
    assertThat(call(OTHER).isLive()).isFalse();
  }

  private void began(CallSid call, CallRoute route) {
    calls.change(
        new CallInput.CustomerLeg(
            new CallEvent.CallArrived(call, "", "", route, Optional.empty(), Optional.empty()),
            Optional.empty(),
            false,
            Optional.empty()),
        ORIGIN);
  }

  @Test
  void ends_a_call_whose_final_callback_was_missed() {
    talks(CALL, ALICE);
    sweep(_ -> Optional.empty());
    assertThat(call(CALL).isLive()).isTrue();
    sweep(_ -> Optional.of("completed"));
    assertThat(call(CALL).ended()).contains("completed");
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void an_unreadable_row_does_not_stop_the_sweep() {
    talks(CALL, ALICE);
    talks(OTHER, BOB);
    final RuntimeException damaged = new IllegalStateException("the row is damaged");
    store.unreadable(CallSchema.CALL.stream(CALL.value()), damaged);
    store.unreadable(CallSchema.AGENT.stream(ALICE.value()), damaged);
    sweep(_ -> Optional.of("completed"));
    assertThat(calls.live(Optional.empty())).isEmpty();
    assertThat(call(OTHER).isLive()).isFalse();
    store.isReadable();
    assertThat(call(CALL).isLive()).isTrue();
  }

  @Test
  void does_not_check_a_young_call() {
    ready(ALICE);
    arrives(CALL);
    new CallSweep(calls, _ -> Optional.of("completed"), server.node, Duration.ofMinutes(1)).begin();
    passes(Duration.ofSeconds(1));
    assertThat(call(CALL).isLive()).isTrue();
  }

  /// Runs the sweep for a little more than two rounds.
  private void sweep(CallEnds ends) {
    new CallSweep(calls, ends, server.node, Duration.ofSeconds(10)).begin();
    passes(Duration.ofSeconds(21));
  }

  @Test
  void startup_frees_agents_from_ended_calls() {
    ready(ALICE);
    arrives(OTHER);
    endedByAnEarlierVersion(OTHER);
    assertThat(agent(ALICE).isReady()).isFalse();
    sweep(_ -> Optional.empty());
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void startup_records_an_agents_second_call() {
    talks(CALL, ALICE);
    calls.change(customer(OTHER, Optional.empty(), true), ORIGIN);
    appended(call(OTHER), new CallEvent.CallClaimed(ALICE));
    sweep(_ -> Optional.empty());
    hangsUp(CALL);
    assertThat(agent(ALICE).call()).as("the remaining call").contains(OTHER);
  }

  /// Earlier versions recorded the end of a call and the freeing of its agent in two appends.
  private void endedByAnEarlierVersion(CallSid sid) {
    appended(call(sid), new CallEvent.CallEnded("completed", Optional.empty()));
  }

  /// Appends only this event, as earlier versions did.
  private void appended(Call call, CallEvent event) {
    final EventEnvelope next =
        new EventEnvelope(
            call.stream(), call.version() + 1, time.now(), ORIGIN, call.owner(), event);
    store.append(Append.of(call.version(), List.of(next), call.evolve(next)));
  }
}
