package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Callers who hear music until somebody is ready: who is told, when, and what a late word breaks
/// off.
class WaitingCallersTest extends CallCentre {
  @Test
  void after_the_music_anybody_may_be_rung_again() {
    ready(ALICE);
    arrives(CALL);
    dialEnds(CALL, "no-answer");
    assertThat(arrives(CALL)).contains(ALICE);
  }

  @Test
  void whoever_has_not_missed_the_call_is_rung_first() {
    ready(ALICE);
    arrives(CALL);
    dialEnds(CALL, "no-answer");
    ready(BOB);
    away(ALICE);
    away(BOB);
    ready(ALICE); // idle longest
    ready(BOB);
    assertThat(arrives(CALL)).contains(BOB);
  }

  @Test
  void whoever_waits_longest_is_told_first() {
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
  void the_end_of_another_call_serves_a_caller() {
    ready(ALICE);
    arrives(OTHER);
    waits(CALL);
    settle();
    assertThat(recalled).isEmpty();
    hangsUp(OTHER);
    settle();
    assertThat(recalled).containsExactly(CALL);
  }

  @Test
  void an_agent_who_missed_the_call_recalls_nobody() {
    ready(ALICE);
    arrives(CALL);
    dialEnds(CALL, "no-answer");
    settle();
    ready(ALICE);
    settle();
    assertThat(recalled).isEmpty();
  }

  @Test
  void an_assigned_caller_is_told_until_twilio_takes_it() {
    waits(CALL);
    twilioIsAway = true;
    calls.change(new CallInput.AssignCall(CALL, BOB), ORIGIN);
    passes(Duration.ofSeconds(5));
    assertThat(recalled).as("at once, and every two seconds").containsExactly(CALL, CALL, CALL);
    twilioIsAway = false;
    passes(Duration.ofSeconds(10));
    assertThat(recalled).hasSize(4);
  }

  @Test
  void a_caller_is_told_again_only_after_a_while() {
    server.works();
    waits(CALL);
    ready(ALICE);
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL);
    passes(CallDraft.ASKS_WITHIN.plusSeconds(1));
    assertThat(recalled).as("it did not ask").containsExactly(CALL, CALL);
    assertThat(asks(CALL).map(Ring::agent)).contains(ALICE);
    passes(CallDraft.ASKS_WITHIN.multipliedBy(3));
    assertThat(recalled).as("it has asked").containsExactly(CALL, CALL);
  }

  /// A node of an older version makes an agent ready without a task to look who waits.
  @Test
  void a_caller_nobody_looked_for_is_looked_after_again() {
    server.works();
    waits(CALL);
    passes(CallDraft.ASKS_WITHIN.plusSeconds(2));
    ready(ALICE);
    store.remove(LookForCallers.task(time.now()).id());
    settle();
    assertThat(recalled).isEmpty();
    passes(CallDraft.ASKS_WITHIN.multipliedBy(2));
    assertThat(recalled).contains(CALL);
  }

  @Test
  void two_ready_agents_recall_two_callers() {
    waits(CALL);
    waits(OTHER);
    ready(ALICE);
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL, OTHER);
  }

  @Test
  void a_caller_told_in_vain_is_told_again() {
    waits(CALL);
    ready(ALICE);
    settle();
    assertThat(arrives(OTHER)).as("somebody else was quicker").contains(ALICE);
    assertThat(asks(CALL)).isEmpty();
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL, CALL);
    assertThat(asks(CALL).map(Ring::agent)).contains(BOB);
  }

  @Test
  void whoever_missed_the_call_is_rung_after_the_music() {
    ready(ALICE);
    arrives(CALL);
    dialEnds(CALL, "no-answer");
    assertThat(asks(CALL)).isEmpty();
    assertThat(arrives(CALL)).as("at the end of the music").contains(ALICE);
  }

  @Test
  void a_ringing_that_a_recall_interrupts_begins_anew() {
    waits(CALL);
    ready(ALICE);
    assertThat(arrives(CALL)).as("the music was over by itself").contains(ALICE);
    final long first = ring(CALL);
    final Ring again = asks(CALL).orElseThrow();
    assertThat(again.agent()).isEqualTo(ALICE);
    assertThat(again.number()).isGreaterThan(first);
    legEnds(CALL, ALICE, first, LEG, "canceled");
    assertThat(call(CALL).ringing()).contains(ALICE);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void a_talk_that_a_recall_interrupts_goes_on() {
    waits(CALL);
    ready(ALICE);
    arrives(CALL);
    answers(CALL, ALICE, LEG);
    assertThat(asks(CALL).map(Ring::agent)).contains(ALICE);
    legEnds(CALL, ALICE, ring(CALL), LEG, "completed");
    answers(CALL, ALICE, NEXT_LEG);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void an_assigned_caller_who_waits_is_told_to_ask() {
    waits(CALL);
    assigned(CALL, BOB);
    settle();
    assertThat(recalled).containsExactly(CALL);
    final Ring ring = asks(CALL).orElseThrow();
    assertThat(ring.agent()).isEqualTo(BOB);
    answers(CALL, BOB, LEG);
    assertThat(call(CALL).answeredAt()).isPresent();
    assertThat(agent(BOB).call()).contains(CALL);
  }

  @Test
  void an_assigned_agent_who_does_not_answer_loses_it() {
    ready(ALICE);
    arrives(OTHER);
    waits(CALL);
    assigned(CALL, BOB);
    final Ring ring = asks(CALL).orElseThrow();
    legEnds(CALL, BOB, ring.number(), LEG, "no-answer");
    assertThat(call(CALL).owner()).isEmpty();
    assertThat(agent(BOB).call()).isEmpty();
    assertThat(dialEnds(CALL, "no-answer")).as("nobody is rung for ever").isEmpty();
  }

  @Test
  void an_agent_with_another_call_recalls_nobody() {
    ready(ALICE);
    arrives(CALL);
    answers(CALL, ALICE, LEG);
    arrives(OTHER);
    assigned(OTHER, ALICE);
    waits(THIRD);
    hangsUp(CALL);
    settle();
    assertThat(agent(ALICE).call()).contains(OTHER);
    assertThat(recalled).doesNotContain(THIRD);
  }

  @Test
  void an_agent_taken_meanwhile_has_not_missed_the_call() {
    waits(CALL);
    ready(ALICE);
    store.beforeAppendOf(stream(CALL), () -> arrives(THIRD));
    assertThat(asks(CALL)).isEmpty();
    assertThat(call(CALL).missed()).isEmpty();
    assertThat(call(CALL).waits()).isTrue();
    assertThat(call(THIRD).owner()).contains(ALICE);
  }

  @Test
  void a_store_that_is_away_costs_only_time() {
    waits(CALL);
    ready(ALICE);
    store.unavailable(true);
    settle();
    store.unavailable(false);
    assertThat(recalled).isEmpty();
    server.works();
    passes(Duration.ofSeconds(2));
    assertThat(recalled).containsExactly(CALL);
  }

  @Test
  void a_node_that_dies_leaves_the_recall_to_the_next() {
    waits(CALL);
    server.dies();
    calls.setAvailability(ALICE, true, ORIGIN);
    settle();
    assertThat(server.node.isAlive()).isFalse();
    assertThat(recalled).isEmpty();

    final Server next = new Server("after the restart");
    next.works();
    passes(Duration.ofSeconds(2));
    assertThat(recalled).containsExactly(CALL);
    assertThat(next.calls.next(new CallInput.RecalledCallerAsks(CALL, MUSIC), ORIGIN))
        .isEqualTo(new NextStep.Dial(new Ring(ALICE, ring(CALL))));
  }

  @Test
  void an_agent_who_is_ready_just_before_the_wait_is_rung() {
    store.beforeAppendOf(stream(CALL), () -> ready(ALICE));
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(call(CALL).waits()).isFalse();
  }

  @Test
  void an_agent_who_is_ready_just_after_the_wait_recalls() {
    store.beforeAppendOf(stream(ALICE), () -> waits(CALL));
    ready(ALICE);
    settle();
    assertThat(recalled).containsExactly(CALL);
  }

  @Test
  void whoever_is_ready_while_nobody_else_is_left_is_rung() {
    ready(ALICE);
    arrives(CALL);
    store.beforeAppendOf(stream(CALL), () -> ready(BOB));
    assertThat(dialEnds(CALL, "no-answer")).contains(BOB);
  }

  @Test
  void nobody_waits_longer_than_the_queue_allows() {
    waits(CALL);
    passes(Duration.ofMinutes(30));
    assertThat(next(new CallInput.RecalledCallerAsks(CALL, MUSIC)))
        .isEqualTo(new NextStep.End(false));
    assertThat(call(CALL).isLive()).isFalse();
  }

  @Test
  void a_caller_who_hung_up_is_not_told() {
    waits(CALL);
    assertThat(call(CALL).waits()).isTrue();
    waits(CALL); // the music is over, and nobody is ready still
    assertThat(call(CALL).version()).isEqualTo(2);
    hangsUp(CALL);
    ready(ALICE);
    settle();
    assertThat(recalled).isEmpty();
  }
}
