package dev.agentpay.payments;

import static dev.agentpay.events.Inbox.Taken.HANDLED;
import static dev.agentpay.events.Inbox.Taken.SPOOLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.Actor;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.Projection;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
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
  private final MemoryStore store = new MemoryStore(PaymentSchema.SCHEMA);
  private final MemorySpool spool = new MemorySpool();
  private final Kernel kernel = Kernel.of(store, store, store, node, "node");
  private final Inbox inbox = new Inbox(kernel, spool);
  private final List<Instruction> sent = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Map<Class<?>, Supplier<Answer>> meanwhile = new HashMap<>();
  private final PaySessions sessions =
      new PaySessions(
          kernel,
          new PaySessions.Ports(
              (_, instruction) -> {
                sent.add(instruction);
                final Supplier<Answer> special = meanwhile.get(instruction.getClass());
                if (special != null) {
                  return special.get();
                }
                return answers.isEmpty() ? new Answer.Accepted(Statuses.PAYMENT) : answers.poll();
              },
              (_, _) -> new Answer.NoLedger(),
              (_, call) -> new CallCheck.CheckedCall(new StreamId("CALL", call.value()), 0),
              inbox,
              Projection.NONE),
          Story.decider(Story.HOSTED),
          new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1)),
          new Ids(new Random(1)));

  @BeforeEach
  void a_node_that_works() {
    kernel.worker().sweep(SWEEP);
    inbox.drainSpool(SWEEP);
  }

  private PaySession start(Optional<PaySessions.IdempotencyKey> stamp) {
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

    sessions.change(
        session.id(), new Input.RequestCapture(Story.DATE, false), Optional.empty(), AGENT);
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
    assertThat(sessions.receive(told.get(0), Optional.empty(), TWILIO)).isEqualTo(SPOOLED);
    assertThat(sessions.receive(told.get(1), Optional.empty(), TWILIO)).isEqualTo(SPOOLED);
    passes(SWEEP.multipliedBy(3));
    store.unavailable(false);
    assertThat(sessions.receive(told.get(2), Optional.empty(), TWILIO)).isEqualTo(SPOOLED);
    passes(SWEEP.multipliedBy(2));
    assertThat(spool.oldest()).isEmpty();
    assertThat(sessions.receive(told.get(3), Optional.empty(), TWILIO)).isEqualTo(HANDLED);

    assertThat(received()).containsExactlyElementsOf(told);
  }

  private List<PaymentStatus> received() {
    return store.log().stream()
        .map(EventEnvelope::event)
        .filter(SessionEvent.StatusReceived.class::isInstance)
        .map(e -> ((SessionEvent.StatusReceived) e).status())
        .toList();
  }

  @Test
  void of_two_requests_with_one_key_that_race_the_second_gets_the_firsts_session() {
    final Optional<PaySessions.IdempotencyKey> stamp =
        Optional.of(new PaySessions.IdempotencyKey("alice", "key", "fingerprint"));
    final List<PaySession> first = new ArrayList<>();
    final SessionId drawn = new Ids(new Random(1)).next();
    store.beforeAppendOf(drawn.stream(), () -> first.add(start(stamp)));

    assertThat(start(stamp).id()).isEqualTo(first.getFirst().id()).isNotEqualTo(drawn);
  }

  private PaySession submitted() {
    final PaySession session = start(Optional.empty());
    passes(Duration.ofMillis(50));
    told(session, Story.CARD, Story.DATE, Story.CODE);
    told(session, Story.DATE, Story.CODE);
    told(session, Story.CODE);
    return sessions.change(session.id(), new Input.Submit(), Optional.empty(), AGENT);
  }

  /// The first of these fields is done.
  private void told(PaySession session, CaptureField... missing) {
    passes(Duration.ofMillis(50));
    sessions.receive(
        Statuses.status()
            .session(session.id())
            .capture(missing[0])
            .missing(List.of(missing).subList(1, missing.length))
            .at(time.now())
            .build(),
        Optional.empty(),
        TWILIO);
  }

  private SessionState state(PaySession session) {
    return sessions.find(session.id()).orElseThrow().state();
  }

  @Test
  void an_answer_that_comes_after_its_lease_settles_nothing() {
    meanwhile.put(
        Instruction.Complete.class,
        () -> {
          final Instant over = time.now().plus(OutboxWorker.LEASE);
          assertThat(store.leaseDue("another node", over, over.plusSeconds(20)))
              .anySatisfy(t -> assertThat(t.work()).isEqualTo(new Instruction.Complete()));
          return new Answer.Refused(400, 64021, "the other attempt has completed it");
        });
    final PaySession session = submitted();
    passes(Duration.ofMillis(50));

    assertThat(state(session)).isEqualTo(SessionState.UNCONFIRMED);
    assertThat(store.tasks())
        .as("it is the other node's")
        .anySatisfy(t -> assertThat(t.work()).isEqualTo(new Instruction.Complete()));
  }

  @Test
  void a_refused_submit_after_attempts_that_never_left_was_not_paid() {
    final Deque<Answer> toSubmit =
        new ArrayDeque<>(
            List.of(
                new Answer.NotSent("no connection"),
                new Answer.RateLimited(Optional.empty()),
                new Answer.Refused(401, 20003, "Authenticate")));
    meanwhile.put(Instruction.Complete.class, toSubmit::poll);
    final PaySession session = submitted();
    passes(Duration.ofSeconds(5));
    assertThat(toSubmit).isEmpty();
    assertThat(state(session)).isEqualTo(SessionState.FAILED);
  }

  @Test
  void a_refused_submit_after_an_attempt_that_broke_off_is_doubt() {
    meanwhile.put(
        Instruction.Complete.class,
        () -> {
          meanwhile.put(
              Instruction.Complete.class, () -> new Answer.Refused(401, 20003, "Authenticate"));
          throw new IllegalStateException("something fails while the answer is awaited");
        });
    final PaySession session = submitted();
    passes(SWEEP.multipliedBy(3));
    assertThat(sent.stream().filter(Instruction.Complete.class::isInstance)).hasSize(2);
    assertThat(state(session)).isEqualTo(SessionState.UNCONFIRMED);
  }

  @Test
  void a_submit_that_never_leaves_ends_as_not_paid() {
    meanwhile.put(Instruction.Complete.class, () -> new Answer.NotSent("no connection"));
    final PaySession session = submitted();
    passes(Deadlines.PRODUCTION.completing());
    assertThat(state(session)).isEqualTo(SessionState.FAILED);
  }

  @Test
  void a_cancel_is_sent_until_twilio_takes_it_and_the_next_payment_waits_for_that() {
    meanwhile.put(Instruction.Cancel.class, () -> new Answer.NoAnswer("HTTP 503"));
    final PaySession session = start(Optional.empty());
    passes(Duration.ofMillis(50));
    sessions.change(session.id(), new Input.Cancel(), Optional.empty(), AGENT);
    passes(Duration.ofHours(1));
    assertThat(state(session)).isEqualTo(SessionState.CANCELLING);
    assertThatThrownBy(() -> start(Optional.empty()))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.CALL_HAS_SESSION))
        .hasMessageContaining("being cancelled");

    meanwhile.clear();
    passes(Retries.LONG_PAUSE);
    assertThat(state(session)).isEqualTo(SessionState.CANCELLED);
    assertThat(start(Optional.empty()).state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void a_payment_that_a_silent_twilio_has_opened_is_cancelled_in_the_end() {
    meanwhile.put(Instruction.Create.class, () -> new Answer.NoAnswer("time-out"));
    final PaySession session = start(Optional.empty());
    passes(Duration.ofMinutes(10));
    assertThat(state(session)).isEqualTo(SessionState.CANCELLING);

    meanwhile.clear();
    passes(Retries.LONG_PAUSE.multipliedBy(2));
    assertThat(sent.getLast()).isEqualTo(new Instruction.Cancel());
    assertThat(state(session)).isEqualTo(SessionState.CANCELLED);
  }
}
