package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.NOON;
import static dev.agentpay.store.Given.after;
import static dev.agentpay.store.Given.call;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.started;
import static dev.agentpay.store.Given.with;
import static dev.agentpay.store.Given.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.RecallCaller;
import dev.agentpay.calls.WaitDeadline;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.EventStore.LostRace;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.SessionEvent.AlarmRaised;
import dev.agentpay.payments.session.SessionEvent.SessionStarted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Queues that several streams write to: the store numbers their tasks.
@ParameterizedClass
@EnumSource(Engine.class)
class QueuesContractTest {
  private static final String DESK = "sync/alice";

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

  private static Task row(String queue, int call) {
    return Task.next(queue, new RecallCaller(call(call)), NOON);
  }

  private static int callOf(Task task) {
    return Integer.parseInt(((RecallCaller) task.work()).call().value().substring(2), 16);
  }

  private Task lease(String queue) {
    return outbox.leaseNext(queue, "node", NOON, NOON.plusSeconds(20)).orElseThrow();
  }

  /// Takes everything out of a queue, in its order.
  private List<Task> workedOff(String queue) {
    final List<Task> tasks = new ArrayList<>();
    Optional<Task> task = outbox.leaseNext(queue, "node", NOON, NOON.plusSeconds(20));
    while (task.isPresent()) {
      tasks.add(task.get());
      outbox.done(task.get());
      task = outbox.leaseNext(queue, "node", NOON, NOON.plusSeconds(20));
    }
    return tasks;
  }

  @Test
  void what_was_written_later_comes_behind() {
    for (int i = 1; i <= 5; i++) {
      store.append(with(started(i), row(DESK, i), row("other", 10 + i)));
    }
    assertThat(outbox.leaseDue("node", NOON, NOON)).as("one of each queue").hasSize(2);
    final List<Task> tasks = workedOff(DESK);

    assertThat(tasks).extracting(QueuesContractTest::callOf).containsExactly(1, 2, 3, 4, 5);
    assertThat(tasks).extracting(Task::number).isSorted().doesNotHaveDuplicates();
    assertThat(tasks).allSatisfy(task -> assertThat(task.number()).isPositive());
    assertThat(workedOff("other"))
        .extracting(QueuesContractTest::callOf)
        .containsExactly(11, 12, 13, 14, 15);
  }

  @Test
  void rows_of_one_append_keep_their_order() {
    final Append two = Given.together(started(1), started(2));
    store.append(with(two, row(DESK, 3), row(DESK, 1), row("other", 9), row(DESK, 2)));
    store.append(with(started(3), row(DESK, 4)));

    assertThat(workedOff(DESK)).extracting(QueuesContractTest::callOf).containsExactly(3, 1, 2, 4);
  }

  @Test
  void a_number_is_never_given_twice() {
    final Set<Long> numbers = new HashSet<>();
    long last = 0;
    for (int i = 1; i <= 6; i++) {
      store.append(with(started(i), row(DESK, i)));
      final Task task = lease(DESK);
      assertThat(task.number()).isGreaterThan(last);
      assertThat(numbers.add(task.number())).isTrue();
      last = task.number();
      if (i % 2 == 0) {
        outbox.done(task);
      } else {
        outbox.remove(task.id());
      }
    }
  }

  @Test
  void a_number_is_not_given_again_after_a_restart() {
    if (engine == Engine.MEMORY) {
      return; // forgets everything
    }
    store.append(with(started(1), row(DESK, 1), row(DESK, 2)));
    final List<Task> before = workedOff(DESK);
    ports.close();
    open();
    store.append(with(started(2), row(DESK, 3)));

    assertThat(lease(DESK).number()).isGreaterThan(before.getLast().number());
  }

  @Test
  void what_an_event_numbered_is_in_the_same_order() {
    Append last = started(1);
    store.append(with(last, Task.of(DESK, 1, new RecallCaller(call(1)), NOON)));
    for (int i = 2; i <= 40; i++) {
      last = next(after(last), remark("x"));
      store.append(last);
    }
    store.append(
        with(next(after(last), remark("x")), Task.of(DESK, 41, new RecallCaller(call(2)), NOON)));
    store.append(with(started(2), row(DESK, 3)));

    assertThat(workedOff(DESK)).extracting(QueuesContractTest::callOf).containsExactly(1, 2, 3);
  }

  @Test
  void the_order_is_that_of_the_appends() throws Exception {
    final List<String> told = new CopyOnWriteArrayList<>();
    ports
        .feed()
        .subscribe(
            Optional.empty(),
            Optional.empty(),
            item ->
                switch (((Fact) item).event().event()) {
                  case AlarmRaised remark -> told.add(remark.why());
                  case SessionStarted _ -> true;
                  default -> false;
                });
    Together.run(
        16,
        i ->
            () -> {
              Append last = started(i);
              store.append(last);
              for (int n = 0; n < 12; n++) {
                final int mine = 100 * i + n;
                last = next(after(last), remark(String.valueOf(mine)));
                assertThat(store.append(with(last, row(DESK, mine)))).isEqualTo(new Appended());
              }
              return true;
            });

    assertThat(workedOff(DESK))
        .hasSize(16 * 12)
        .extracting(task -> String.valueOf(callOf(task)))
        .isEqualTo(told);
  }

  @Test
  void a_lost_append_gives_no_number() {
    final Append start = started(1);
    store.append(with(start, row(DESK, 1)));
    assertThat(store.append(with(started(1), row(DESK, 2)))).isInstanceOf(LostRace.class);
    store.append(with(next(after(start), remark("x")), row(DESK, 3)));

    assertThat(workedOff(DESK)).extracting(QueuesContractTest::callOf).containsExactly(1, 3);
  }

  @Test
  void a_row_is_settled_by_an_append() {
    final Append start = started(1);
    store.append(with(start, row(DESK, 1)));
    final Task sent = lease(DESK);
    store.append(without(with(next(after(start), remark("sent")), row(DESK, 2)), sent.id()));

    final Task second = lease(DESK);
    assertThat(callOf(second)).isEqualTo(2);
    assertThat(second.number()).isGreaterThan(sent.number());
  }

  @Test
  void a_deadline_is_apart_from_the_order() {
    final Task deadline = Task.deadline(DESK, new WaitDeadline(call(9)), NOON.plusSeconds(1));
    store.append(with(started(1, 1, ALICE), row(DESK, 1), deadline, row(DESK, 2)));

    assertThat(callOf(lease(DESK))).isEqualTo(1);
    assertThat(outbox.leaseNext(DESK, "b", NOON.plusSeconds(2), NOON.plusSeconds(9))).isEmpty();
    final List<Task> due = outbox.leaseDue("b", NOON.plusSeconds(1), NOON.plusSeconds(9));
    assertThat(due).extracting(Task::work).containsExactly(deadline.work());

    outbox.done(due.getFirst());
    assertThat(workedOff(DESK)).as("the first is held").isEmpty();
  }
}
