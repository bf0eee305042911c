package dev.agentpay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the service does around the decisions: what it sends, keeps and repeats.
class PaySessionsTest {
  private static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "callback");
  private static final Origin AGENT =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "198.51.100.1", "test");
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final PayRequest REQUEST =
      Story.request(Optional.of(Money.of("42.50", "USD")), Advance.SERVER);

  private final VirtualTime time = new VirtualTime();
  private final VirtualTime.Node node = time.new Node();
  private final MemoryStore store = new MemoryStore();
  private final MemorySpool spool = new MemorySpool();
  private final List<Instruction> sent = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final PaySessions sessions =
      new PaySessions(
          store,
          store,
          store,
          spool,
          (_, instruction) -> {
            sent.add(instruction);
            return answers.isEmpty() ? new Answer.Accepted(Statuses.PAYMENT) : answers.poll();
          },
          (_, _) -> new Answer.NoLedger(),
          new Deciding(Deadlines.PRODUCTION),
          new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1)),
          node,
          new Ids(new Random(1)),
          "node");

  @BeforeEach
  void a_call_of_alices() {
    final Calls calls = new Calls(store, sessions, node, _ -> {});
    calls.agents().available(Story.ALICE, true, AGENT);
    calls.arrived(Statuses.CALL, "+12025550123", "+12025550100", TWILIO);
    calls.answered(Statuses.CALL, Story.ALICE, new CallSid("CA" + "d".repeat(32)), TWILIO);
    sessions.sweep(SWEEP);
  }

  private PaySession start(Optional<PaySessions.Stamp> stamp) {
    return sessions.start(Story.ALICE, REQUEST, false, stamp, AGENT);
  }

  private void passes(Duration duration) {
    time.runUntil(time.now().plus(duration));
  }

  @Test
  void a_capture_that_another_has_superseded_is_not_sent_again() {
    answers.add(new Answer.Accepted(Statuses.PAYMENT));
    answers.add(new Answer.NotSent("no connection"));
    final PaySession session = start(Optional.empty());
    passes(Duration.ofMillis(50));
    assertThat(sent.getLast()).isEqualTo(new Instruction.Capture(Story.CARD));

    sessions.ask(session.id(), new Input.AskFor(Story.DATE, false), Optional.empty(), AGENT);
    passes(Duration.ofSeconds(5));

    assertThat(sent)
        .containsExactly(
            new Instruction.Create(REQUEST),
            new Instruction.Capture(Story.CARD),
            new Instruction.Capture(Story.DATE));
  }

  @Test
  void what_came_while_the_store_was_away_is_taken_in_order_and_nothing_overtakes_it() {
    final PaySession session = start(Optional.empty());
    passes(Duration.ofMillis(50));
    final List<PaymentStatus> told = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      told.add(
          Statuses.status()
              .session(session.id())
              .capture(Story.CARD)
              .missing(Story.CARD, Story.DATE, Story.CODE)
              .at(time.now().plusMillis(i))
              .build());
    }

    store.unavailable(true);
    assertThat(sessions.arrived(told.get(0), TWILIO)).isTrue();
    assertThat(sessions.arrived(told.get(1), TWILIO)).isTrue();
    passes(SWEEP.multipliedBy(3));
    store.unavailable(false);
    assertThat(sessions.arrived(told.get(2), TWILIO)).isTrue();
    passes(SWEEP.multipliedBy(2));
    assertThat(spool.oldest()).isEmpty();
    assertThat(sessions.arrived(told.get(3), TWILIO)).isTrue();

    assertThat(received()).containsExactlyElementsOf(told);
  }

  private List<PaymentStatus> received() {
    return store.log().stream()
        .map(Recorded::event)
        .filter(SessionEvent.StatusReceived.class::isInstance)
        .map(e -> ((SessionEvent.StatusReceived) e).status())
        .toList();
  }

  @Test
  void of_two_requests_with_one_key_that_race_the_second_gets_the_firsts_session() {
    final Optional<PaySessions.Stamp> stamp =
        Optional.of(new PaySessions.Stamp("alice", "key", "fingerprint"));
    final List<PaySession> first = new ArrayList<>();
    final SessionId drawn = new Ids(new Random(1)).next();
    store.beforeAppendOf(drawn.stream(), () -> first.add(start(stamp)));

    assertThat(start(stamp).id()).isEqualTo(first.getFirst().id()).isNotEqualTo(drawn);
  }
}
