package dev.agentpay.payments;

import static dev.agentpay.events.Inbox.Taken.DEFERRED;
import static dev.agentpay.events.Inbox.Taken.HANDLED;
import static dev.agentpay.events.Inbox.Taken.SPOOLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.Actor;
import dev.agentpay.events.DeadLetter;
import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.NewerVersionException;
import dev.agentpay.events.Origin;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Spool;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests that failing callbacks and tasks are retried, become dead letters, and do not block
/// others.
class DeadLetterTest {
  private static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "callback");
  private static final Origin AGENT =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "198.51.100.1", "test");
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// Longer than all attempts with the pauses between them.
  private static final Duration ALL_ATTEMPTS = Duration.ofMinutes(5);

  private final VirtualTime time = new VirtualTime();
  private final VirtualTime.Node node = time.new Node();
  private final MemoryStore store = new MemoryStore(PaymentSchema.SCHEMA);
  private final MemorySpool spool = new MemorySpool();
  private final Kernel kernel = Kernel.of(store, store, store, node, "node");
  private final Inbox inbox = new Inbox(kernel, spool);
  private final DeadLetters letters = store.deadLetters();
  private final List<Instruction> sent = new ArrayList<>();
  private Optional<Class<?>> failing = Optional.empty();
  private int calls;
  private final PaySessions sessions =
      new PaySessions(
          kernel,
          new PaySessions.Ports(
              (envelope, instruction) -> {
                if (failing.equals(Optional.of(instruction.getClass()))) {
                  throw new IllegalStateException("a bug");
                }
                sent.add(instruction);
                return new Answer.Accepted(payment(envelope.call()));
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

  private static PaymentSid payment(CallSid call) {
    return new PaymentSid(call.value().replace("CA", "PK"));
  }

  private PaySession start() {
    final PayRequest template =
        Story.request(Optional.of(Money.of("42.50", "USD")), Advance.CLIENT);
    final CallSid call = new CallSid("CA%032x".formatted(++calls));
    final PaySession session =
        sessions.start(Story.ALICE, template.on(call), false, Optional.empty(), AGENT);
    advance(Duration.ofMillis(50));
    return session;
  }

  /// A callback that reports the card number as captured.
  private PaymentStatus typed(PaySession session) {
    return Statuses.status()
        .payment(payment(session.request().call()))
        .session(session.id())
        .capture(Story.CARD)
        .missing(Story.DATE, Story.CODE)
        .at(time.now())
        .build();
  }

  private Inbox.Taken receive(PaymentStatus status) {
    return sessions.receive(status, Optional.empty(), TWILIO);
  }

  private void advance(Duration duration) {
    time.runUntil(time.now().plus(duration));
  }

  private long received(PaySession session) {
    return store.log().stream()
        .filter(e -> e.stream().equals(session.stream()))
        .filter(e -> e.event() instanceof SessionEvent.StatusReceived)
        .count();
  }

  private void damage(PaySession session) {
    makeUnreadable(session, new IllegalStateException("the row is damaged"));
  }

  private void makeUnreadable(PaySession session, RuntimeException error) {
    sessions.forget(List.of(session.id()));
    store.unreadable(session.stream(), error);
  }

  @Test
  void retries_a_callback_that_cannot_be_handled() {
    final PaySession session = start();
    damage(session);
    assertThat(receive(typed(session))).isEqualTo(DEFERRED);
    advance(Duration.ofSeconds(2));
    assertThat(received(session)).isZero();

    store.isReadable();
    advance(Duration.ofSeconds(10));

    assertThat(received(session)).isEqualTo(1);
    assertThat(letters.count()).isZero();
    assertThat(store.tasks()).noneMatch(task -> task.work() instanceof PaymentCallback);
  }

  @Test
  void moves_a_failing_callback_to_the_dead_letters() {
    final PaySession damaged = start();
    final PaySession fine = start();
    damage(damaged);
    assertThat(receive(typed(damaged))).isEqualTo(DEFERRED);
    assertThat(receive(typed(fine))).isEqualTo(HANDLED);

    advance(ALL_ATTEMPTS);

    final DeadLetter letter = callback();
    assertThat(letter.attempts()).isEqualTo(OutboxWorker.MAX_FAILURES);
    assertThat(letter.reason())
        .startsWith("java.lang.IllegalStateException at ")
        .doesNotContain("the row is damaged");
    assertThat(received(fine)).isEqualTo(1);

    store.isReadable();
    assertThat(letters.retry(letter.id(), time.now())).contains(letter);
    assertThat(letters.retry(letter.id(), time.now())).isEmpty();
    advance(SWEEP.multipliedBy(2));
    assertThat(received(damaged)).isEqualTo(1);
    assertThat(letters.find(letter.id())).isEmpty();
  }

  private DeadLetter callback() {
    final List<DeadLetter> callbacks =
        letters.newest(DeadLetters.MAX_LISTED).stream()
            .filter(letter -> letter.type().equals("PaymentCallback"))
            .toList();
    assertThat(callbacks).hasSize(1);
    return callbacks.getFirst();
  }

  @Test
  void a_failing_spooled_callback_does_not_block_others() {
    final PaySession damaged = start();
    final PaySession fine = start();
    damage(damaged);
    store.unavailable(true);
    assertThat(receive(typed(damaged))).isEqualTo(SPOOLED);
    assertThat(receive(typed(fine))).isEqualTo(SPOOLED);
    store.unavailable(false);

    advance(SWEEP.multipliedBy(2));

    assertThat(spool.oldest()).isEmpty();
    assertThat(received(fine)).isEqualTo(1);
    assertThat(receive(typed(fine))).isEqualTo(HANDLED);
    advance(ALL_ATTEMPTS);
    assertThat(callback().queue()).isEqualTo("callback/" + payment(damaged.request().call()));
  }

  @Test
  void spooled_callbacks_delay_only_their_own_payment() {
    final PaySession first = start();
    final PaySession second = start();
    store.unavailable(true);
    assertThat(receive(typed(first))).isEqualTo(SPOOLED);
    store.unavailable(false);
    assertThat(receive(typed(second))).isEqualTo(HANDLED);
    assertThat(receive(typed(first))).isEqualTo(SPOOLED);
  }

  @Test
  void keeps_data_of_a_newer_version_for_newer_nodes() {
    final PaySession newer = start();
    final PaySession fine = start();
    makeUnreadable(newer, new NewerVersionException("it", "SessionState", "REFUNDED"));
    assertThat(receive(typed(newer))).isEqualTo(DEFERRED);
    assertThat(receive(typed(fine))).isEqualTo(HANDLED);
    advance(ALL_ATTEMPTS.multipliedBy(2));
    assertThat(letters.count()).isZero();

    store.isReadable();
    advance(Duration.ofMinutes(2));

    assertThat(received(newer)).isEqualTo(1);
  }

  @Test
  void a_failing_submit_leaves_the_session_unconfirmed() {
    final PaySession session = start();
    final PaymentStatus all =
        Statuses.status()
            .payment(payment(session.request().call()))
            .session(session.id())
            .capture(Story.CODE)
            .missing()
            .at(time.now())
            .build();
    assertThat(receive(all)).isEqualTo(HANDLED);
    failing = Optional.of(Instruction.Complete.class);
    sessions.change(session.id(), new Input.Submit(), Optional.empty(), AGENT);

    advance(ALL_ATTEMPTS);

    assertThat(state(session)).isEqualTo(SessionState.UNCONFIRMED);
    failing = Optional.empty();
    advance(ALL_ATTEMPTS);
    assertThat(sent).noneMatch(Instruction.Complete.class::isInstance);
    assertThat(store.tasks()).noneMatch(task -> task.work() instanceof Instruction.Complete);
  }

  private SessionState state(PaySession session) {
    return sessions.find(session.id()).orElseThrow().state();
  }

  @Test
  void a_failed_deadline_can_be_retried() {
    final PaySession session = start();
    damage(session);
    advance(Deadlines.PRODUCTION.idle().plus(ALL_ATTEMPTS));
    final DeadLetter letter = letters.newest(1).getFirst();
    assertThat(letter.number()).isEqualTo(Task.DEADLINE);

    store.isReadable();
    letters.retry(letter.id(), time.now());
    advance(SWEEP.multipliedBy(3));

    assertThat(sessions.find(session.id()).orElseThrow().state()).isNotEqualTo(SessionState.IDLE);
  }

  @Test
  void removes_a_dropped_dead_letter() {
    final PaySession session = start();
    damage(session);
    receive(typed(session));
    advance(ALL_ATTEMPTS);
    final DeadLetter letter = callback();

    assertThat(letters.drop(letter.id())).contains(letter);

    assertThat(letters.drop(letter.id())).isEmpty();
    store.isReadable();
    advance(ALL_ATTEMPTS);
    assertThat(received(session)).isZero();
  }

  @Test
  void refuses_a_callback_without_store_and_spool() {
    final PaySession session = start();
    final Inbox unspooled = new Inbox(kernel, Spool.none());
    store.unavailable(true);
    unspooled.handle(
        PaymentCallback.class,
        _ -> {
          throw new IllegalStateException("a bug");
        });
    assertThatThrownBy(
            () -> unspooled.take(new PaymentCallback(typed(session), TWILIO, Optional.empty())))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
