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

/// Which agent is rung, who owns which call, and what the end of a call ends.
class CallsTest extends CallCentre {
  @Test
  void the_agent_who_is_idle_longest_is_rung() {
    ready(BOB);
    ready(ALICE);
    assertThat(arrives(CALL)).contains(BOB);
    assertThat(arrives(OTHER)).contains(ALICE);
  }

  @Test
  void the_line_is_busy_when_nobody_is_ready() {
    away(ALICE);
    assertThat(next(arrival(CALL, Queueing.NONE))).isEqualTo(new NextStep.End(false));
    assertThat(call(CALL).ended()).contains("busy");
  }

  @Test
  void a_repeated_webhook_takes_no_second_agent() {
    ready(ALICE);
    ready(BOB);
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(agent(BOB).isReady()).isTrue();
  }

  @Test
  void whoever_answers_owns_the_call() {
    talks(CALL, ALICE);
    answers(CALL, ALICE, LEG); // Twilio says it again
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(call(CALL).agentLeg()).contains(LEG);
    assertThat(call(CALL).version()).isEqualTo(3);
  }

  @Test
  void whoever_does_not_answer_is_free_again() {
    ready(ALICE);
    arrives(CALL);
    legEnds(CALL, ALICE, ring(CALL), LEG, "no-answer");
    assertThat(call(CALL).owner()).isEmpty();
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void whoever_missed_the_call_is_not_rung_again() {
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
  void an_earlier_legs_end_does_not_touch_the_present_one() {
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
  void an_answer_told_after_its_end_keeps_nobody() {
    ready(ALICE);
    arrives(CALL);
    legEnds(CALL, ALICE, ring(CALL), LEG, "completed");
    answers(CALL, ALICE, LEG);
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void an_answer_frees_whoever_else_was_rung() {
    ready(ALICE);
    arrives(CALL);
    answers(CALL, BOB, LEG);
    assertThat(owner(CALL)).contains(BOB);
    assertThat(agent(ALICE).isReady()).isTrue();
    assertThat(agent(BOB).call()).contains(CALL);
  }

  @Test
  void a_telephone_is_rung_unless_its_agent_talks() {
    assertThat(forwarded(CALL, ALICE)).contains(ALICE);
    assertThat(forwarded(CALL, ALICE)).as("Twilio asks again").contains(ALICE);
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
  void a_dial_that_was_answered_ends_the_call() {
    talks(CALL, ALICE);
    assertThat(next(dialEnded(true, false, "completed"))).isEqualTo(new NextStep.End(true));
    assertThat(call(CALL).ended()).contains("completed");
  }

  @Test
  void a_caller_who_gives_up_is_not_rung_on() {
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
  void a_pbx_may_hand_the_customer_over_after_its_dial() {
    talking(CALL);
    next(dialEnded(true, false, "completed"));
    assertThat(call(CALL).isLive()).isTrue();
  }

  @Test
  void a_payment_needs_a_live_call_of_ones_own() {
    ready(ALICE);
    arrives(CALL);
    refused(Refusal.UNKNOWN_CALL, () -> pays(BOB));
    assertThatThrownBy(() -> pays(ALICE))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the call still rings; a payment needs the customer on the line");
    answers(CALL, ALICE, LEG);
    hangsUp(CALL);
    assertThatThrownBy(() -> pays(ALICE))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("the call is over");
  }

  @Test
  void an_agent_who_is_rung_takes_no_payment_yet() {
    talking(CALL);
    ready(ALICE);
    assertThat(arrives(CALL)).contains(ALICE);
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> pays(ALICE));
  }

  @Test
  void a_call_that_ends_meanwhile_keeps_nobody() {
    waits(CALL);
    ready(ALICE);
    store.beforeAppendOf(stream(ALICE), () -> hangsUp(CALL));
    assertThat(arrives(CALL)).isEmpty();
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void an_agent_who_is_taken_meanwhile_is_passed_over() {
    ready(ALICE);
    ready(BOB);
    store.beforeAppendOf(stream(ALICE), () -> arrives(OTHER));
    assertThat(arrives(CALL)).contains(BOB);
    assertThat(call(OTHER).owner()).contains(ALICE);
    assertThat(agent(BOB).call()).contains(CALL);
  }

  @Test
  void an_agents_own_dial_is_theirs_from_the_beginning() {
    calls.change(customer(CALL, Optional.of(ALICE), false), ORIGIN);
    assertThat(agent(ALICE).call()).contains(CALL);
    assigned(CALL, BOB);
    calls.change(customer(CALL, Optional.of(ALICE), true), ORIGIN);
    assertThat(owner(CALL)).as("what is told later names the agent again").contains(BOB);
  }

  @Test
  void foreign_calls_are_asked_about_more_often() {
    began(CALL, CallRoute.FOREIGN);
    began(OTHER, CallRoute.SIP_IN);
    new CallSweep(calls, _ -> Optional.of("completed"), server.node, Duration.ofMinutes(1)).begin();
    passes(CallSweep.FOREIGN_EVERY.plusSeconds(1));
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
  void a_call_whose_end_nobody_heard_is_ended() {
    talks(CALL, ALICE);
    sweep(_ -> Optional.empty());
    assertThat(call(CALL).isLive()).isTrue();
    sweep(_ -> Optional.of("completed"));
    assertThat(call(CALL).ended()).contains("completed");
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void what_cannot_be_read_keeps_no_other_call_from_being_ended() {
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
  void a_young_call_is_not_asked_about() {
    ready(ALICE);
    arrives(CALL);
    new CallSweep(calls, _ -> Optional.of("completed"), server.node, Duration.ofMinutes(1)).begin();
    passes(Duration.ofSeconds(1));
    assertThat(call(CALL).isLive()).isTrue();
  }

  /// Looks for a little more than two rounds.
  private void sweep(CallEnds ends) {
    new CallSweep(calls, ends, server.node, Duration.ofSeconds(10)).begin();
    passes(Duration.ofSeconds(21));
  }

  @Test
  void a_start_frees_agents_from_ended_calls() {
    ready(ALICE);
    arrives(OTHER);
    endedByAnEarlierVersion(OTHER);
    assertThat(agent(ALICE).isReady()).isFalse();
    sweep(_ -> Optional.empty());
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void a_start_finds_an_agents_second_call() {
    talks(CALL, ALICE);
    calls.change(customer(OTHER, Optional.empty(), true), ORIGIN);
    appended(call(OTHER), new CallEvent.CallClaimed(ALICE));
    sweep(_ -> Optional.empty());
    hangsUp(CALL);
    assertThat(agent(ALICE).call()).as("the one that is left").contains(OTHER);
  }

  /// Earlier versions recorded the call's end and its agent's freedom one after the other.
  private void endedByAnEarlierVersion(CallSid sid) {
    appended(call(sid), new CallEvent.CallEnded("completed", Optional.empty()));
  }

  /// Nothing else in the same append, as in earlier versions.
  private void appended(Call call, CallEvent event) {
    final EventEnvelope next =
        new EventEnvelope(
            call.stream(), call.version() + 1, time.now(), ORIGIN, call.owner(), event);
    store.append(Append.of(call.version(), List.of(next), call.evolve(next)));
  }
}
