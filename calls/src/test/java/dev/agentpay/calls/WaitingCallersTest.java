package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Callers on hold: who is recalled and when, and what a recall interrupts.
class WaitingCallersTest extends CallCentre {
  @Test
  void an_agent_who_missed_may_be_rung_after_the_music() {
    ready(ALICE);
    arrives(CALL);
    dialEnds(CALL, "no-answer");
    assertThat(arrives(CALL)).contains(ALICE);
  }

  @Test
  void rings_agents_who_have_not_missed_the_call_first() {
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
  void recalls_the_longest_waiting_caller_first() {
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
  void the_end_of_another_call_recalls_a_caller() {
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
  void an_agent_who_missed_the_call_does_not_recall_it() {
    ready(ALICE);
    arrives(CALL);
    dialEnds(CALL, "no-answer");
    settle();
    ready(ALICE);
    settle();
    assertThat(recalled).isEmpty();
  }

  @Test
  void retries_the_recall_until_twilio_accepts_it() {
    waits(CALL);
    twilioUnavailable = true;
    calls.change(new CallInput.AssignCall(CALL, BOB), ORIGIN);
    passes(Duration.ofSeconds(5));
    assertThat(recalled).as("at once, and every two seconds").containsExactly(CALL, CALL, CALL);
    twilioUnavailable = false;
    passes(Duration.ofSeconds(10));
    assertThat(recalled).hasSize(4);
  }

  @Test
  void repeats_a_recall_only_after_the_timeout() {
    server.works();
    waits(CALL);
    ready(ALICE);
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL);
    passes(CallDraft.RECALL_TIMEOUT.plusSeconds(1));
    assertThat(recalled).as("no webhook arrived").containsExactly(CALL, CALL);
    assertThat(recallWebhook(CALL).map(Ring::agent)).contains(ALICE);
    passes(CallDraft.RECALL_TIMEOUT.multipliedBy(3));
    assertThat(recalled).as("the webhook arrived").containsExactly(CALL, CALL);
  }

  /// A node of an older version makes an agent ready without a task that looks for waiting callers.
  @Test
  void the_wait_deadline_finds_a_caller_without_a_task() {
    server.works();
    waits(CALL);
    passes(CallDraft.RECALL_TIMEOUT.plusSeconds(2));
    ready(ALICE);
    store.remove(LookForCallers.task(time.now()).id());
    settle();
    assertThat(recalled).isEmpty();
    passes(CallDraft.RECALL_TIMEOUT.multipliedBy(2));
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
  void a_caller_recalled_in_vain_is_recalled_again() {
    waits(CALL);
    ready(ALICE);
    settle();
    assertThat(arrives(OTHER)).as("another caller got the agent").contains(ALICE);
    assertThat(recallWebhook(CALL)).isEmpty();
    ready(BOB);
    settle();
    assertThat(recalled).containsExactly(CALL, CALL);
    assertThat(recallWebhook(CALL).map(Ring::agent)).contains(BOB);
  }

  @Test
  void a_recall_does_not_ring_an_agent_who_missed() {
    ready(ALICE);
    arrives(CALL);
    dialEnds(CALL, "no-answer");
    assertThat(recallWebhook(CALL)).isEmpty();
    assertThat(arrives(CALL)).as("at the end of the music").contains(ALICE);
  }

  @Test
  void a_ring_interrupted_by_a_recall_starts_again() {
    waits(CALL);
    ready(ALICE);
    assertThat(arrives(CALL)).as("the music ended first").contains(ALICE);
    final long first = ring(CALL);
    final Ring again = recallWebhook(CALL).orElseThrow();
    assertThat(again.agent()).isEqualTo(ALICE);
    assertThat(again.number()).isGreaterThan(first);
    legEnds(CALL, ALICE, first, LEG, "canceled");
    assertThat(call(CALL).ringing()).contains(ALICE);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void a_conversation_interrupted_by_a_recall_continues() {
    waits(CALL);
    ready(ALICE);
    arrives(CALL);
    answers(CALL, ALICE, LEG);
    assertThat(recallWebhook(CALL).map(Ring::agent)).contains(ALICE);
    legEnds(CALL, ALICE, ring(CALL), LEG, "completed");
    answers(CALL, ALICE, NEXT_LEG);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void assigning_a_waiting_caller_recalls_them() {
    waits(CALL);
    assigned(CALL, BOB);
    settle();
    assertThat(recalled).containsExactly(CALL);
    final Ring ring = recallWebhook(CALL).orElseThrow();
    assertThat(ring.agent()).isEqualTo(BOB);
    answers(CALL, BOB, LEG);
    assertThat(call(CALL).answeredAt()).isPresent();
    assertThat(agent(BOB).call()).contains(CALL);
  }

  @Test
  void an_assigned_agent_who_does_not_answer_loses_the_call() {
    ready(ALICE);
    arrives(OTHER);
    waits(CALL);
    assigned(CALL, BOB);
    final Ring ring = recallWebhook(CALL).orElseThrow();
    legEnds(CALL, BOB, ring.number(), LEG, "no-answer");
    assertThat(call(CALL).owner()).isEmpty();
    assertThat(agent(BOB).call()).isEmpty();
    assertThat(dialEnds(CALL, "no-answer")).as("no agent is left to ring").isEmpty();
  }

  @Test
  void an_agent_with_a_second_call_recalls_nobody() {
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
  void an_agent_taken_concurrently_has_not_missed_the_call() {
    waits(CALL);
    ready(ALICE);
    store.beforeAppendOf(stream(CALL), () -> arrives(THIRD));
    assertThat(recallWebhook(CALL)).isEmpty();
    assertThat(call(CALL).missed()).isEmpty();
    assertThat(call(CALL).waits()).isTrue();
    assertThat(call(THIRD).owner()).contains(ALICE);
  }

  @Test
  void a_store_outage_only_delays_the_recall() {
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
  void the_next_node_takes_over_the_recall() {
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
    assertThat(next.calls.next(new CallInput.RecallWebhook(CALL, MUSIC), ORIGIN))
        .isEqualTo(new NextStep.Dial(new Ring(ALICE, ring(CALL))));
  }

  @Test
  void rings_an_agent_who_becomes_ready_before_the_wait() {
    store.beforeAppendOf(stream(CALL), () -> ready(ALICE));
    assertThat(arrives(CALL)).contains(ALICE);
    assertThat(call(CALL).waits()).isFalse();
  }

  @Test
  void an_agent_who_becomes_ready_after_the_wait_recalls() {
    store.beforeAppendOf(stream(ALICE), () -> waits(CALL));
    ready(ALICE);
    settle();
    assertThat(recalled).containsExactly(CALL);
  }

  @Test
  void rings_an_agent_who_becomes_ready_during_the_dial() {
    ready(ALICE);
    arrives(CALL);
    store.beforeAppendOf(stream(CALL), () -> ready(BOB));
    assertThat(dialEnds(CALL, "no-answer")).contains(BOB);
  }

  @Test
  void nobody_waits_longer_than_the_queue_allows() {
    waits(CALL);
    passes(Duration.ofMinutes(30));
    assertThat(next(new CallInput.RecallWebhook(CALL, MUSIC))).isEqualTo(new NextStep.End(false));
    assertThat(call(CALL).isLive()).isFalse();
  }

  @Test
  void a_caller_who_hung_up_is_not_recalled() {
    waits(CALL);
    assertThat(call(CALL).waits()).isTrue();
    waits(CALL); // the music has ended, and still no agent is ready
    assertThat(call(CALL).version()).isEqualTo(2);
    hangsUp(CALL);
    ready(ALICE);
    settle();
    assertThat(recalled).isEmpty();
  }
}
