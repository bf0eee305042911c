package dev.agentpay.store;

import static dev.agentpay.store.Given.NOON;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.session;
import static dev.agentpay.store.Given.started;
import static dev.agentpay.store.Given.with;
import static dev.agentpay.store.Given.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.core.CaptureField;
import dev.agentpay.core.EventStore;
import dev.agentpay.core.EventStore.Append;
import dev.agentpay.core.EventStore.AppendResult.LostRace;
import dev.agentpay.core.Instruction;
import dev.agentpay.core.Outbox;
import dev.agentpay.core.SessionEvent.SessionStarted;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.Task;
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
    return Task.instruction(session(session), 1, new Instruction.Create(started.request()), due);
  }

  private static Task capture(int session, long number, Instant due) {
    return Task.instruction(session(session), number, CAPTURE, due);
  }

  private static Task leased(Task task, int attempts) {
    return new Task(task.session(), task.number(), task.instruction(), task.dueAt(), attempts);
  }

  @Test
  void an_instruction_is_leased_once_it_is_due_to_one_node_at_a_time() {
    final Task create = create(1, at(0));
    store.append(with(started(1), create));

    assertThat(outbox.leaseNext(ONE, "a", at(0).minusNanos(1), at(10))).isEmpty();
    assertThat(outbox.leaseNext(session(2), "a", at(0), at(10))).isEmpty();
    assertThat(outbox.leaseNext(ONE, "a", at(0), at(10))).contains(leased(create, 1));

    assertThat(outbox.leaseNext(ONE, "b", at(1), at(11))).isEmpty();
    assertThat(outbox.leaseNext(ONE, "a", at(1), at(11))).isEmpty();
    assertThat(outbox.leaseDue("b", at(1), at(11))).isEmpty();
  }

  @Test
  void what_a_dead_node_held_is_leased_again_when_its_lease_is_over() {
    final Task create = create(1, at(0));
    store.append(with(started(1), create));
    outbox.leaseNext(ONE, "dead", at(0), at(10));

    assertThat(outbox.leaseDue("b", at(10).minusNanos(1), at(20))).isEmpty();
    assertThat(outbox.leaseDue("b", at(10), at(20))).containsExactly(leased(create, 2));
    assertThat(outbox.leaseNext(ONE, "c", at(20), at(30))).contains(leased(create, 3));
  }

  @Test
  void only_the_lowest_instruction_of_a_session_goes() {
    final Append start = with(started(1), create(1, at(5)));
    store.append(start);
    final Task capture = capture(1, 2, at(0));
    final Append more = with(next(start.after(), remark("x")), capture);
    store.append(more);

    assertThat(outbox.leaseNext(ONE, "a", at(1), at(10))).isEmpty();
    assertThat(outbox.leaseDue("a", at(1), at(10))).isEmpty();
    assertThat(outbox.leaseDue("a", at(5), at(10))).hasSize(1);
    assertThat(outbox.leaseNext(ONE, "a", at(6), at(10))).isEmpty();

    store.append(without(next(more.after(), remark("sent")), 1L));
    assertThat(outbox.leaseNext(ONE, "a", at(6), at(10))).contains(leased(capture, 1));
  }

  @Test
  void a_deadline_is_leased_beside_the_instruction() {
    final Task deadline = Task.deadline(ONE, at(3));
    store.append(with(started(1), create(1, at(0)), deadline));

    assertThat(outbox.leaseNext(ONE, "a", at(0), at(60))).isPresent();
    assertThat(outbox.leaseNext(ONE, "a", at(4), at(60))).isEmpty();
    assertThat(outbox.leaseDue("a", at(3), at(60))).containsExactly(leased(deadline, 1));
  }

  @Test
  void what_is_due_comes_oldest_first_and_not_more_than_a_sweep() {
    for (int i = 0; i < Outbox.MAX_LEASED + 3; i++) {
      store.append(with(started(i), create(i, at(1000 - i))));
    }
    final List<Task> first = outbox.leaseDue("a", at(2000), at(3000));
    assertThat(first).hasSize(Outbox.MAX_LEASED);
    assertThat(first).extracting(Task::dueAt).isSorted();
    assertThat(first.getFirst().session()).isEqualTo(session(Outbox.MAX_LEASED + 2));
    assertThat(outbox.leaseDue("b", at(2000), at(3000)))
        .extracting(Task::session)
        .containsExactly(session(2), session(1), session(0));
    assertThat(outbox.leaseDue("b", at(2000), at(3000))).isEmpty();
  }

  @Test
  void what_is_put_off_is_free_but_not_before_its_time() {
    store.append(with(started(1), create(1, at(0))));
    final Task task = outbox.leaseNext(ONE, "a", at(0), at(10)).orElseThrow();

    outbox.putOff(task, at(5));

    assertThat(outbox.leaseNext(ONE, "b", at(4), at(20))).isEmpty();
    assertThat(outbox.leaseNext(ONE, "b", at(5), at(20)))
        .contains(new Task(ONE, 1, task.instruction(), at(5), 2));
  }

  @Test
  void nobody_puts_off_what_another_holds_by_now_or_what_was_written_anew() {
    final Append start = with(started(1), create(1, at(0)), Task.deadline(ONE, at(0)));
    store.append(start);
    final List<Task> late = outbox.leaseDue("late", at(0), at(10));
    assertThat(late).hasSize(2);
    final Task instruction = late.stream().filter(t -> !t.isDeadline()).findFirst().orElseThrow();
    final Task deadline = late.stream().filter(Task::isDeadline).findFirst().orElseThrow();
    assertThat(outbox.leaseNext(ONE, "b", at(10), at(20))).isPresent();
    final Task anew = Task.deadline(ONE, at(50));
    store.append(with(next(start.after(), remark("x")), anew));

    outbox.putOff(instruction, at(11));
    outbox.putOff(deadline, at(11));

    assertThat(outbox.leaseDue("c", at(12), at(30))).isEmpty();
    assertThat(outbox.leaseDue("c", at(50), at(60))).contains(leased(anew, 1));
  }

  @Test
  void what_is_gone_stays_gone() {
    store.append(with(started(1), create(1, at(0))));
    final Task task = outbox.leaseNext(ONE, "a", at(0), at(10)).orElseThrow();
    outbox.remove(ONE, 1);
    outbox.remove(ONE, 1);
    outbox.putOff(task, at(1));

    assertThat(outbox.leaseDue("a", at(100), at(110))).isEmpty();
    assertThat(outbox.nextDue()).isEmpty();
  }

  @Test
  void a_task_written_again_replaces_the_one_of_its_number_and_frees_it() {
    final Append start = with(started(1), Task.deadline(ONE, at(1)));
    store.append(start);
    assertThat(outbox.leaseDue("a", at(1), at(100))).hasSize(1);
    final Task later = Task.deadline(ONE, at(20));
    final Append moved = with(next(start.after(), remark("x")), later);
    store.append(moved);

    assertThat(outbox.leaseDue("b", at(19), at(100))).isEmpty();
    assertThat(outbox.leaseDue("b", at(20), at(100))).containsExactly(leased(later, 1));

    final Append both =
        with(without(next(moved.after(), remark("y")), Task.DEADLINE), Task.deadline(ONE, at(30)));
    store.append(both);
    assertThat(outbox.nextDue()).contains(at(30));
  }

  @Test
  void a_lost_append_leaves_the_tasks_as_they_are() {
    final Append start = with(started(1), create(1, at(0)));
    store.append(start);
    store.append(next(start.after(), remark("winner")));
    final Append loser =
        with(without(next(start.after(), remark("loser")), 1L), Task.deadline(ONE, at(0)));

    assertThat(store.append(loser)).isEqualTo(new LostRace());
    assertThat(outbox.leaseDue("a", at(0), at(10))).extracting(Task::number).containsExactly(1L);
  }

  @Test
  void the_next_time_to_look_is_when_something_can_be_leased() {
    assertThat(outbox.nextDue()).isEmpty();
    final Append start = with(started(1), create(1, at(30)));
    store.append(start);
    assertThat(outbox.nextDue()).contains(at(30));

    // Blocked by the create: looking at 10 would find nothing.
    store.append(with(next(start.after(), remark("x")), capture(1, 2, at(10))));
    assertThat(outbox.nextDue()).contains(at(30));

    store.append(with(started(2), Task.deadline(session(2), at(20))));
    assertThat(outbox.nextDue()).contains(at(20));

    // Held until 25: if its node dies, that is when somebody must look.
    outbox.leaseDue("a", at(20), at(25));
    assertThat(outbox.nextDue()).contains(at(25));
  }

  @Test
  void nodes_that_race_get_each_task_once() throws Exception {
    for (int i = 0; i < 100; i++) {
      store.append(with(started(i), create(i, at(0))));
    }
    final List<List<Task>> got =
        Together.run(
            6,
            node ->
                () -> {
                  final List<Task> mine = new ArrayList<>();
                  for (int i = node; i < 100; i += 1 + node % 3) {
                    outbox.leaseNext(session(i), "n" + node, at(0), at(9)).ifPresent(mine::add);
                  }
                  mine.addAll(outbox.leaseDue("n" + node, at(0), at(9)));
                  return mine;
                });
    assertThat(got.stream().flatMap(List::stream).map(Task::session))
        .hasSize(100)
        .doesNotHaveDuplicates();
  }
}
