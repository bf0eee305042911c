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

/// What cannot be handled is kept, is put aside when trying again does not help, and keeps nothing
/// else waiting.
class PutAsideTest {
  private static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "callback");
  private static final Origin AGENT =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "198.51.100.1", "test");
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// Longer than all attempts and the pauses between them.
  private static final Duration GIVEN_UP = Duration.ofMinutes(5);

  private final VirtualTime time = new VirtualTime();
  private final VirtualTime.Node node = time.new Node();
  private final MemoryStore store = new MemoryStore(PaymentSchema.SCHEMA);
  private final MemorySpool spool = new MemorySpool();
  private final Kernel kernel = Kernel.of(store, store, store, node, "node");
  private final Inbox inbox = new Inbox(kernel, spool);
  private final DeadLetters letters = store.deadLetters();
  private final List<Instruction> sent = new ArrayList<>();
  private Optional<Class<?>> poison = Optional.empty();
  private int calls;
  private final PaySessions sessions =
      new PaySessions(
          kernel,
          new PaySessions.Ports(
              (about, instruction) -> {
                if (poison.equals(Optional.of(instruction.getClass()))) {
                  throw new IllegalStateException("a mistake of ours");
                }
                sent.add(instruction);
                return new Answer.Accepted(payment(about.call()));
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

  private static PaymentSid payment(CallSid call) {
    return new PaymentSid(call.value().replace("CA", "PK"));
  }

  private PaySession start() {
    final PayRequest like = Story.request(Optional.of(Money.of("42.50", "USD")), Advance.CLIENT);
    final CallSid call = new CallSid("CA%032x".formatted(++calls));
    final PaySession session =
        sessions.start(Story.ALICE, like.on(call), false, Optional.empty(), AGENT);
    passes(Duration.ofMillis(50));
    return session;
  }

  /// The customer has typed the card's number.
  private PaymentStatus typed(PaySession session) {
    return Statuses.status()
        .payment(payment(session.request().call()))
        .session(session.id())
        .capture(Story.CARD)
        .missing(Story.DATE, Story.CODE)
        .at(time.now())
        .build();
  }

  private Inbox.Taken arrives(PaymentStatus status) {
    return sessions.receive(status, Optional.empty(), TWILIO);
  }

  private void passes(Duration duration) {
    time.runUntil(time.now().plus(duration));
  }

  private long received(PaySession session) {
    return store.log().stream()
        .filter(e -> e.stream().equals(session.stream()))
        .filter(e -> e.event() instanceof SessionEvent.StatusReceived)
        .count();
  }

  private void damaged(PaySession session) {
    cannotBeRead(session, new IllegalStateException("the row is damaged"));
  }

  private void cannotBeRead(PaySession session, RuntimeException why) {
    sessions.forget(List.of(session.id()));
    store.unreadable(session.stream(), why);
  }

  @Test
  void a_callback_that_cannot_be_handled_is_tried_again() {
    final PaySession session = start();
    damaged(session);
    assertThat(arrives(typed(session))).isEqualTo(DEFERRED);
    passes(Duration.ofSeconds(2));
    assertThat(received(session)).isZero();

    store.isReadable();
    passes(Duration.ofSeconds(10));

    assertThat(received(session)).isEqualTo(1);
    assertThat(letters.count()).isZero();
    assertThat(store.tasks()).noneMatch(task -> task.work() instanceof PaymentCallback);
  }

  @Test
  void what_fails_again_and_again_is_put_aside_and_the_rest_goes_on() {
    final PaySession damaged = start();
    final PaySession fine = start();
    damaged(damaged);
    assertThat(arrives(typed(damaged))).isEqualTo(DEFERRED);
    assertThat(arrives(typed(fine))).isEqualTo(HANDLED);

    passes(GIVEN_UP);

    final DeadLetter letter = callback();
    assertThat(letter.attempts()).isEqualTo(OutboxWorker.MAX_FAILURES);
    assertThat(letter.reason())
        .startsWith("java.lang.IllegalStateException at ")
        .doesNotContain("the row is damaged");
    assertThat(received(fine)).isEqualTo(1);

    store.isReadable();
    assertThat(letters.retry(letter.id(), time.now())).contains(letter);
    assertThat(letters.retry(letter.id(), time.now())).isEmpty();
    passes(SWEEP.multipliedBy(2));
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
  void a_spooled_callback_that_cannot_be_handled_blocks_nothing_behind_it() {
    final PaySession damaged = start();
    final PaySession fine = start();
    damaged(damaged);
    store.unavailable(true);
    assertThat(arrives(typed(damaged))).isEqualTo(SPOOLED);
    assertThat(arrives(typed(fine))).isEqualTo(SPOOLED);
    store.unavailable(false);

    passes(SWEEP.multipliedBy(2));

    assertThat(spool.oldest()).isEmpty();
    assertThat(received(fine)).isEqualTo(1);
    assertThat(arrives(typed(fine))).isEqualTo(HANDLED);
    passes(GIVEN_UP);
    assertThat(callback().queue()).isEqualTo("callback/" + payment(damaged.request().call()));
  }

  @Test
  void what_is_spooled_holds_up_only_its_own_payment() {
    final PaySession first = start();
    final PaySession second = start();
    store.unavailable(true);
    assertThat(arrives(typed(first))).isEqualTo(SPOOLED);
    store.unavailable(false);
    assertThat(arrives(typed(second))).isEqualTo(HANDLED);
    assertThat(arrives(typed(first))).isEqualTo(SPOOLED);
  }

  @Test
  void what_a_newer_version_wrote_waits_for_a_node_that_can_read_it() {
    final PaySession newer = start();
    final PaySession fine = start();
    cannotBeRead(newer, new NewerVersionException("it", "SessionState", "REFUNDED"));
    assertThat(arrives(typed(newer))).isEqualTo(DEFERRED);
    assertThat(arrives(typed(fine))).isEqualTo(HANDLED);
    passes(GIVEN_UP.multipliedBy(2));
    assertThat(letters.count()).isZero();

    store.isReadable();
    passes(Duration.ofMinutes(2));

    assertThat(received(newer)).isEqualTo(1);
  }

  @Test
  void a_submit_that_fails_again_and_again_is_doubt_and_is_not_sent_later() {
    final PaySession session = start();
    final PaymentStatus all =
        Statuses.status()
            .payment(payment(session.request().call()))
            .session(session.id())
            .capture(Story.CODE)
            .missing()
            .at(time.now())
            .build();
    assertThat(arrives(all)).isEqualTo(HANDLED);
    poison = Optional.of(Instruction.Complete.class);
    sessions.change(session.id(), new Input.Submit(), Optional.empty(), AGENT);

    passes(GIVEN_UP);

    assertThat(state(session)).isEqualTo(SessionState.UNCONFIRMED);
    poison = Optional.empty();
    passes(GIVEN_UP);
    assertThat(sent).noneMatch(Instruction.Complete.class::isInstance);
    assertThat(store.tasks()).noneMatch(task -> task.work() instanceof Instruction.Complete);
  }

  private SessionState state(PaySession session) {
    return sessions.find(session.id()).orElseThrow().state();
  }

  @Test
  void a_deadline_that_fails_again_and_again_can_be_tried_again() {
    final PaySession session = start();
    damaged(session);
    passes(Deadlines.PRODUCTION.idle().plus(GIVEN_UP));
    final DeadLetter letter = letters.newest(1).getFirst();
    assertThat(letter.number()).isEqualTo(Task.DEADLINE);

    store.isReadable();
    letters.retry(letter.id(), time.now());
    passes(SWEEP.multipliedBy(3));

    assertThat(sessions.find(session.id()).orElseThrow().state()).isNotEqualTo(SessionState.IDLE);
  }

  @Test
  void a_dead_letter_that_is_dropped_is_gone() {
    final PaySession session = start();
    damaged(session);
    arrives(typed(session));
    passes(GIVEN_UP);
    final DeadLetter letter = callback();

    assertThat(letters.drop(letter.id())).contains(letter);

    assertThat(letters.drop(letter.id())).isEmpty();
    store.isReadable();
    passes(GIVEN_UP);
    assertThat(received(session)).isZero();
  }

  @Test
  void while_neither_store_nor_spool_takes_it_a_callback_is_refused() {
    final PaySession session = start();
    final Inbox unspooled = new Inbox(kernel, Spool.none());
    store.unavailable(true);
    unspooled.handle(
        PaymentCallback.class,
        _ -> {
          throw new IllegalStateException("a mistake of ours");
        });
    assertThatThrownBy(
            () -> unspooled.take(new PaymentCallback(typed(session), TWILIO, Optional.empty())))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
