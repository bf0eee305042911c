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

/// Tests of the service around the decider: sending, storing and retrying.
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
  private final Map<Class<?>, Supplier<Answer>> answersByType = new HashMap<>();
  private final PaySessions sessions =
      new PaySessions(
          kernel,
          new PaySessions.Ports(
              (_, instruction) -> {
                sent.add(instruction);
                final Supplier<Answer> answer = answersByType.get(instruction.getClass());
                if (answer != null) {
                  return answer.get();
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
  void start_node() {
    kernel.worker().sweep(SWEEP);
    inbox.drainSpool(SWEEP);
  }

  private PaySession start(Optional<PaySessions.IdempotencyKey> key) {
    return sessions.start(Story.ALICE, REQUEST, false, key, AGENT);
  }

  private void advance(Duration duration) {
    time.runUntil(time.now().plus(duration));
  }

  @Test
  void does_not_resend_a_superseded_capture() {
    answers.add(new Answer.Accepted(Statuses.PAYMENT));
    answers.add(new Answer.NotSent("no connection"));
    final PaySession session = start(Optional.empty());
    advance(Duration.ofMillis(50));
    assertThat(sent.getLast()).isEqualTo(new Instruction.Capture(Story.CARD));

    sessions.change(
        session.id(), new Input.RequestCapture(Story.DATE, false), Optional.empty(), AGENT);
    advance(Duration.ofSeconds(5));

    assertThat(sent)
        .containsExactly(
            new Instruction.Create(REQUEST),
            new Instruction.Capture(Story.CARD),
            new Instruction.Capture(Story.DATE));
  }

  @Test
  void handles_spooled_callbacks_in_order() {
    final PaySession session = start(Optional.empty());
    advance(Duration.ofMillis(50));
    final List<PaymentStatus> callbacks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callbacks.add(
          Statuses.status()
              .session(session.id())
              .capture(Story.CARD)
              .missing(Story.CARD, Story.DATE, Story.CODE)
              .at(time.now().plusMillis(i))
              .build());
    }

    store.unavailable(true);
    assertThat(sessions.receive(callbacks.get(0), Optional.empty(), TWILIO)).isEqualTo(SPOOLED);
    assertThat(sessions.receive(callbacks.get(1), Optional.empty(), TWILIO)).isEqualTo(SPOOLED);
    advance(SWEEP.multipliedBy(3));
    store.unavailable(false);
    assertThat(sessions.receive(callbacks.get(2), Optional.empty(), TWILIO)).isEqualTo(SPOOLED);
    advance(SWEEP.multipliedBy(2));
    assertThat(spool.oldest()).isEmpty();
    assertThat(sessions.receive(callbacks.get(3), Optional.empty(), TWILIO)).isEqualTo(HANDLED);

    assertThat(received()).containsExactlyElementsOf(callbacks);
  }

  private List<PaymentStatus> received() {
    return store.log().stream()
        .map(EventEnvelope::event)
        .filter(SessionEvent.StatusReceived.class::isInstance)
        .map(e -> ((SessionEvent.StatusReceived) e).status())
        .toList();
  }

  @Test
  void racing_requests_with_one_key_get_one_session() {
    final Optional<PaySessions.IdempotencyKey> key =
        Optional.of(new PaySessions.IdempotencyKey("alice", "key", "fingerprint", "bytes"));
    final List<PaySession> first = new ArrayList<>();
    final SessionId second = new Ids(new Random(1)).next();
    store.beforeAppendOf(second.stream(), () -> first.add(start(key)));

    assertThat(start(key).id()).isEqualTo(first.getFirst().id()).isNotEqualTo(second);
  }

  private PaySession submitted() {
    final PaySession session = start(Optional.empty());
    advance(Duration.ofMillis(50));
    reportCaptured(session, Story.CARD, Story.DATE, Story.CODE);
    reportCaptured(session, Story.DATE, Story.CODE);
    reportCaptured(session, Story.CODE);
    return sessions.change(session.id(), new Input.Submit(), Optional.empty(), AGENT);
  }

  /// Reports the first of these fields as captured.
  private void reportCaptured(PaySession session, CaptureField... missing) {
    advance(Duration.ofMillis(50));
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
  void a_late_answer_does_not_complete_the_task() {
    answersByType.put(
        Instruction.Complete.class,
        () -> {
          final Instant over = time.now().plus(OutboxWorker.LEASE);
          assertThat(store.leaseDue("another node", over, over.plusSeconds(20)))
              .anySatisfy(t -> assertThat(t.work()).isEqualTo(new Instruction.Complete()));
          return new Answer.Refused(400, 64021, "the other attempt has completed it");
        });
    final PaySession session = submitted();
    advance(Duration.ofMillis(50));

    assertThat(state(session)).isEqualTo(SessionState.UNCONFIRMED);
    assertThat(store.tasks())
        .as("the task belongs to the other node")
        .anySatisfy(t -> assertThat(t.work()).isEqualTo(new Instruction.Complete()));
  }

  @Test
  void a_refused_submit_after_unsent_attempts_is_unpaid() {
    final Deque<Answer> toSubmit =
        new ArrayDeque<>(
            List.of(
                new Answer.NotSent("no connection"),
                new Answer.RateLimited(Optional.empty()),
                new Answer.Refused(401, 20003, "Authenticate")));
    answersByType.put(Instruction.Complete.class, toSubmit::poll);
    final PaySession session = submitted();
    advance(Duration.ofSeconds(5));
    assertThat(toSubmit).isEmpty();
    assertThat(state(session)).isEqualTo(SessionState.FAILED);
  }

  @Test
  void a_refused_submit_after_an_aborted_attempt_is_unconfirmed() {
    answersByType.put(
        Instruction.Complete.class,
        () -> {
          answersByType.put(
              Instruction.Complete.class, () -> new Answer.Refused(401, 20003, "Authenticate"));
          throw new IllegalStateException("fails while waiting for the answer");
        });
    final PaySession session = submitted();
    advance(SWEEP.multipliedBy(3));
    assertThat(sent.stream().filter(Instruction.Complete.class::isInstance)).hasSize(2);
    assertThat(state(session)).isEqualTo(SessionState.UNCONFIRMED);
  }

  @Test
  void a_submit_that_is_never_sent_is_unpaid() {
    answersByType.put(Instruction.Complete.class, () -> new Answer.NotSent("no connection"));
    final PaySession session = submitted();
    advance(Deadlines.PRODUCTION.completing());
    assertThat(state(session)).isEqualTo(SessionState.FAILED);
  }

  @Test
  void retries_a_cancel_until_twilio_accepts_it() {
    answersByType.put(Instruction.Cancel.class, () -> new Answer.NoAnswer("HTTP 503"));
    final PaySession session = start(Optional.empty());
    advance(Duration.ofMillis(50));
    sessions.change(session.id(), new Input.Cancel(), Optional.empty(), AGENT);
    advance(Duration.ofHours(1));
    assertThat(state(session)).isEqualTo(SessionState.CANCELLING);
    assertThatThrownBy(() -> start(Optional.empty()))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.CALL_HAS_SESSION))
        .hasMessageContaining("being cancelled");

    answersByType.clear();
    advance(Retries.LONG_PAUSE);
    assertThat(state(session)).isEqualTo(SessionState.CANCELLED);
    assertThat(start(Optional.empty()).state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void cancels_a_payment_that_twilio_did_not_confirm() {
    answersByType.put(Instruction.Create.class, () -> new Answer.NoAnswer("time-out"));
    final PaySession session = start(Optional.empty());
    advance(Duration.ofMinutes(10));
    assertThat(state(session)).isEqualTo(SessionState.CANCELLING);

    answersByType.clear();
    advance(Retries.LONG_PAUSE.multipliedBy(2));
    assertThat(sent.getLast()).isEqualTo(new Instruction.Cancel());
    assertThat(state(session)).isEqualTo(SessionState.CANCELLED);
  }
}
