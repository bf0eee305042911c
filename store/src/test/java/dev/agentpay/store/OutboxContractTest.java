package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.deadline;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.queue;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.with;
import static dev.agentpay.store.Fixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.EventStore.LostRace;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.SessionEvent.SessionStarted;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class OutboxContractTest {
  private static final SessionId ONE = session(1);
  private static final String Q1 = queue(ONE);
  private static final Instruction CAPTURE =
      new Instruction.Capture(CaptureField.PAYMENT_CARD_NUMBER);

  @Parameter Engine engine;
  @TempDir Path folder;
  private Engine.Ports ports;
  private EventStore store;
  private Outbox outbox;

  @BeforeEach
  void open() {
    ports = engine.open(folder);
    store = ports.events();
    outbox = ports.outbox();
  }

  @AfterEach
  void close() {
    ports.close();
  }

  private static Instant at(long seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static Task create(int session, Instant due) {
    final SessionStarted started = (SessionStarted) started(session).events().getFirst().event();
    return Task.of(queue(session(session)), 1, new Instruction.Create(started.request()), due);
  }

  private static Task capture(int session, long number, Instant due) {
    return Task.of(queue(session(session)), number, CAPTURE, due);
  }

  private static Task leased(Task task, int attempts) {
    return new Task(task.queue(), task.number(), task.work(), task.dueAt(), attempts, 0);
  }

  @Test
  void a_due_instruction_is_leased_to_one_node() {
    final Task create = create(1, at(0));
    store.append(with(started(1), create));

    assertThat(outbox.leaseNext(Q1, "a", at(0).minusNanos(1), at(10))).isEmpty();
    assertThat(outbox.leaseNext(queue(session(2)), "a", at(0), at(10))).isEmpty();
    assertThat(outbox.leaseNext(Q1, "a", at(0), at(10))).contains(leased(create, 1));

    assertThat(outbox.leaseNext(Q1, "b", at(1), at(11))).isEmpty();
    assertThat(outbox.leaseNext(Q1, "a", at(1), at(11))).isEmpty();
    assertThat(outbox.leaseDue("b", at(1), at(11))).isEmpty();
  }

  @Test
  void leases_a_dead_nodes_task_again() {
    final Task create = create(1, at(0));
    store.append(with(started(1), create));
    outbox.leaseNext(Q1, "dead", at(0), at(10));

    assertThat(outbox.leaseDue("b", at(10).minusNanos(1), at(20))).isEmpty();
    assertThat(outbox.leaseDue("b", at(10), at(20))).containsExactly(leased(create, 2));
    assertThat(outbox.leaseNext(Q1, "c", at(20), at(30))).contains(leased(create, 3));
  }

  @Test
  void leases_only_the_first_instruction_of_a_session() {
    final Append start = with(started(1), create(1, at(5)));
    store.append(start);
    final Task capture = capture(1, 2, at(0));
    final Append more = with(next(after(start), remark("x")), capture);
    store.append(more);

    assertThat(outbox.leaseNext(Q1, "a", at(1), at(10))).isEmpty();
    assertThat(outbox.leaseDue("a", at(1), at(10))).isEmpty();
    assertThat(outbox.leaseDue("a", at(5), at(10))).hasSize(1);
    assertThat(outbox.leaseNext(Q1, "a", at(6), at(10))).isEmpty();

    store.append(without(next(after(more), remark("sent")), new Task.Id(Q1, 1)));
    assertThat(outbox.leaseNext(Q1, "a", at(6), at(10))).contains(leased(capture, 1));
  }

  @Test
  void leases_a_deadline_independently_of_instructions() {
    final Task deadline = deadline(ONE, at(3));
    store.append(with(started(1), create(1, at(0)), deadline));

    assertThat(outbox.leaseNext(Q1, "a", at(0), at(60))).isPresent();
    assertThat(outbox.leaseNext(Q1, "a", at(4), at(60))).isEmpty();
    assertThat(outbox.leaseDue("a", at(3), at(60))).containsExactly(leased(deadline, 1));
  }

  @Test
  void leases_due_tasks_oldest_first() {
    for (int i = 0; i < Outbox.MAX_LEASED + 3; i++) {
      store.append(with(started(i), create(i, at(1000 - i))));
    }
    final List<Task> first = outbox.leaseDue("a", at(2000), at(3000));
    assertThat(first).hasSize(Outbox.MAX_LEASED);
    assertThat(first).extracting(Task::dueAt).isSorted();
    assertThat(first.getFirst().queue()).isEqualTo(queue(session(Outbox.MAX_LEASED + 2)));
    assertThat(outbox.leaseDue("b", at(2000), at(3000)))
        .extracting(Task::queue)
        .containsExactly(queue(session(2)), queue(session(1)), queue(session(0)));
    assertThat(outbox.leaseDue("b", at(2000), at(3000))).isEmpty();
  }

  @Test
  void a_postponed_task_is_leased_later() {
    store.append(with(started(1), create(1, at(0))));
    final Task task = outbox.leaseNext(Q1, "a", at(0), at(10)).orElseThrow();

    outbox.putOff(task, at(5));

    assertThat(outbox.leaseNext(Q1, "b", at(4), at(20))).isEmpty();
    assertThat(outbox.leaseNext(Q1, "b", at(5), at(20)))
        .contains(new Task(Q1, 1, task.work(), at(5), 2, 0));
  }

  @Test
  void counts_futile_attempts_separately() {
    store.append(with(started(1), create(1, at(0))));
    final Task first = outbox.leaseNext(Q1, "a", at(0), at(10)).orElseThrow();
    assertThat(first.mayHaveGotThrough()).isFalse();
    outbox.putOff(first.tried(true), at(1));
    final Task second = outbox.leaseNext(Q1, "a", at(1), at(10)).orElseThrow();
    assertThat(second.mayHaveGotThrough()).as("the first was futile").isFalse();
    outbox.putOff(second.tried(true), at(2));
    outbox.leaseNext(Q1, "dies", at(2), at(12));
    final Task fourth = outbox.leaseNext(Q1, "b", at(12), at(20)).orElseThrow();
    assertThat(fourth.attempts()).isEqualTo(4);
    assertThat(fourth.futile()).isEqualTo(2);
    assertThat(fourth.mayHaveGotThrough()).as("the result of the third is unknown").isTrue();
  }

  @Test
  void an_append_completes_the_task_of_its_writer() {
    final Append start = with(started(1), create(1, at(0)));
    store.append(start);
    final Task owned = outbox.leaseNext(Q1, "a", at(0), at(10)).orElseThrow();

    final Append answered = next(after(start), remark("sent")).settling(owned);
    assertThat(store.append(answered)).isEqualTo(new EventStore.Appended());

    assertThat(outbox.nextDue()).isEmpty();
    final Append again = next(after(answered), remark("again")).settling(owned);
    assertThat(store.append(again)).isEqualTo(new EventStore.LeaseLost(owned.id()));
  }

  @Test
  void an_append_without_its_lease_writes_nothing() {
    final Append start = with(started(1), create(1, at(0)));
    store.append(start);
    final Task lost = outbox.leaseNext(Q1, "slow", at(0), at(10)).orElseThrow();
    outbox.leaseNext(Q1, "b", at(10), at(20));

    final Append late = with(next(after(start), remark("late")), capture(1, 2, at(0)));
    assertThat(store.append(late.settling(lost))).isEqualTo(new EventStore.LeaseLost(lost.id()));

    assertThat(store.load(after(start).stream()).orElseThrow().version()).isEqualTo(1);
    assertThat(outbox.leaseDue("c", at(20), at(30))).hasSize(1);
  }

  @Test
  void does_not_postpone_a_task_without_its_lease() {
    final Append start = with(started(1), create(1, at(0)), deadline(ONE, at(0)));
    store.append(start);
    final List<Task> late = outbox.leaseDue("late", at(0), at(10));
    assertThat(late).hasSize(2);
    final Task instruction = late.stream().filter(t -> !t.isDeadline()).findFirst().orElseThrow();
    final Task deadline = late.stream().filter(Task::isDeadline).findFirst().orElseThrow();
    assertThat(outbox.leaseNext(Q1, "b", at(10), at(20))).isPresent();
    final Task rewritten = deadline(ONE, at(50));
    store.append(with(next(after(start), remark("x")), rewritten));

    outbox.putOff(instruction, at(11));
    outbox.putOff(deadline, at(11));

    assertThat(outbox.leaseDue("c", at(12), at(30))).isEmpty();
    assertThat(outbox.leaseDue("c", at(50), at(60))).contains(leased(rewritten, 1));
  }

  @Test
  void a_completed_task_is_removed() {
    store.append(with(started(1), create(1, at(0)), capture(1, 2, at(0)), deadline(ONE, at(0))));
    for (Task task : outbox.leaseDue("a", at(0), at(10))) {
      outbox.done(task);
      outbox.done(task);
    }
    assertThat(outbox.leaseDue("b", at(10), at(20)))
        .containsExactly(leased(capture(1, 2, at(0)), 1));
  }

  @Test
  void does_not_complete_a_task_leased_again() {
    store.append(with(started(1), create(1, at(0)), deadline(ONE, at(0))));
    final List<Task> late = outbox.leaseDue("late", at(0), at(10));
    assertThat(outbox.leaseDue("b", at(10), at(20))).hasSize(2);

    late.forEach(outbox::done);

    assertThat(outbox.leaseDue("c", at(20), at(30))).hasSize(2);
  }

  @Test
  void does_not_complete_a_rewritten_task() {
    final Append start = with(started(1), create(1, at(0)), deadline(ONE, at(0)));
    store.append(start);
    final List<Task> late = outbox.leaseDue("late", at(0), at(10));
    final Task create = create(1, at(5));
    final Task deadline = deadline(ONE, at(5));
    store.append(with(next(after(start), remark("x")), create, deadline));

    late.forEach(outbox::done);
    assertThat(outbox.nextDue()).contains(at(5));

    assertThat(outbox.leaseDue("b", at(5), at(20)))
        .containsExactly(leased(deadline, 1), leased(create, 1));
    late.forEach(outbox::done);
    late.forEach(task -> outbox.putOff(task, at(6)));
    assertThat(outbox.nextDue()).as("another node has leased both").contains(at(20));
  }

  @Test
  void a_removed_task_stays_removed() {
    store.append(with(started(1), create(1, at(0))));
    final Task task = outbox.leaseNext(Q1, "a", at(0), at(10)).orElseThrow();
    outbox.remove(new Task.Id(Q1, 1));
    outbox.remove(new Task.Id(Q1, 1));
    outbox.putOff(task, at(1));

    assertThat(outbox.leaseDue("a", at(100), at(110))).isEmpty();
    assertThat(outbox.nextDue()).isEmpty();
  }

  @Test
  void a_rewritten_task_replaces_the_first() {
    final Append start = with(started(1), deadline(ONE, at(1)));
    store.append(start);
    assertThat(outbox.leaseDue("a", at(1), at(100))).hasSize(1);
    final Task later = deadline(ONE, at(20));
    final Append moved = with(next(after(start), remark("x")), later);
    store.append(moved);

    assertThat(outbox.leaseDue("b", at(19), at(100))).isEmpty();
    assertThat(outbox.leaseDue("b", at(20), at(100))).containsExactly(leased(later, 1));

    final Append both =
        with(
            without(next(after(moved), remark("y")), new Task.Id(Q1, Task.DEADLINE)),
            deadline(ONE, at(30)));
    store.append(both);
    assertThat(outbox.nextDue()).contains(at(30));
  }

  @Test
  void a_lost_race_does_not_change_tasks() {
    final Append start = with(started(1), create(1, at(0)));
    store.append(start);
    store.append(next(after(start), remark("winner")));
    final Append loser =
        with(
            without(next(after(start), remark("loser")), new Task.Id(Q1, 1)), deadline(ONE, at(0)));

    assertThat(store.append(loser)).isEqualTo(new LostRace(ONE.stream()));
    assertThat(outbox.leaseDue("a", at(0), at(10))).extracting(Task::number).containsExactly(1L);
  }

  @Test
  void next_due_is_the_earliest_possible_lease() {
    assertThat(outbox.nextDue()).isEmpty();
    final Append start = with(started(1), create(1, at(30)));
    store.append(start);
    assertThat(outbox.nextDue()).contains(at(30));

    // The create blocks it, so nothing can be leased at 10.
    store.append(with(next(after(start), remark("x")), capture(1, 2, at(10))));
    assertThat(outbox.nextDue()).contains(at(30));

    store.append(with(started(2), deadline(session(2), at(20))));
    assertThat(outbox.nextDue()).contains(at(20));

    // Leased until 25. If its node dies, it can be leased again then.
    outbox.leaseDue("a", at(20), at(25));
    assertThat(outbox.nextDue()).contains(at(25));
  }

  @Test
  void racing_nodes_lease_each_task_once() throws Exception {
    for (int i = 0; i < 100; i++) {
      store.append(with(started(i), create(i, at(0))));
    }
    final List<List<Task>> got =
        Concurrently.run(
            6,
            node ->
                () -> {
                  final List<Task> mine = new ArrayList<>();
                  for (int i = node; i < 100; i += 1 + node % 3) {
                    outbox
                        .leaseNext(queue(session(i)), "n" + node, at(0), at(9))
                        .ifPresent(mine::add);
                  }
                  mine.addAll(outbox.leaseDue("n" + node, at(0), at(9)));
                  return mine;
                });
    assertThat(got.stream().flatMap(List::stream).map(Task::queue))
        .hasSize(100)
        .doesNotHaveDuplicates();
  }
}
