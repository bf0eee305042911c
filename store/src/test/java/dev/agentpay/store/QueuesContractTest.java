package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.call;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.with;
import static dev.agentpay.store.Fixtures.without;
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

/// Queues with tasks of several streams. The store numbers these tasks.
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

  /// Leases and completes all tasks of a queue, in order.
  private List<Task> completeAll(String queue) {
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
  void later_tasks_come_last() {
    for (int i = 1; i <= 5; i++) {
      store.append(with(started(i), row(DESK, i), row("other", 10 + i)));
    }
    assertThat(outbox.leaseDue("node", NOON, NOON)).as("one per queue").hasSize(2);
    final List<Task> tasks = completeAll(DESK);

    assertThat(tasks).extracting(QueuesContractTest::callOf).containsExactly(1, 2, 3, 4, 5);
    assertThat(tasks).extracting(Task::number).isSorted().doesNotHaveDuplicates();
    assertThat(tasks).allSatisfy(task -> assertThat(task.number()).isPositive());
    assertThat(completeAll("other"))
        .extracting(QueuesContractTest::callOf)
        .containsExactly(11, 12, 13, 14, 15);
  }

  @Test
  void keeps_the_order_of_one_appends_tasks() {
    final Append two = Fixtures.combined(started(1), started(2));
    store.append(with(two, row(DESK, 3), row(DESK, 1), row("other", 9), row(DESK, 2)));
    store.append(with(started(3), row(DESK, 4)));

    assertThat(completeAll(DESK))
        .extracting(QueuesContractTest::callOf)
        .containsExactly(3, 1, 2, 4);
  }

  @Test
  void never_reuses_a_number() {
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
  void never_reuses_a_number_after_a_restart() {
    if (engine == Engine.MEMORY) {
      return; // the memory store does not survive a restart
    }
    store.append(with(started(1), row(DESK, 1), row(DESK, 2)));
    final List<Task> before = completeAll(DESK);
    ports.close();
    open();
    store.append(with(started(2), row(DESK, 3)));

    assertThat(lease(DESK).number()).isGreaterThan(before.getLast().number());
  }

  @Test
  void orders_tasks_numbered_by_events_too() {
    Append last = started(1);
    store.append(with(last, Task.of(DESK, 1, new RecallCaller(call(1)), NOON)));
    for (int i = 2; i <= 40; i++) {
      last = next(after(last), remark("x"));
      store.append(last);
    }
    store.append(
        with(next(after(last), remark("x")), Task.of(DESK, 41, new RecallCaller(call(2)), NOON)));
    store.append(with(started(2), row(DESK, 3)));

    assertThat(completeAll(DESK)).extracting(QueuesContractTest::callOf).containsExactly(1, 2, 3);
  }

  @Test
  void keeps_the_order_of_concurrent_appends() throws Exception {
    final List<String> published = new CopyOnWriteArrayList<>();
    ports
        .feed()
        .subscribe(
            Optional.empty(),
            Optional.empty(),
            item ->
                switch (((Fact) item).event().event()) {
                  case AlarmRaised remark -> published.add(remark.why());
                  case SessionStarted _ -> true;
                  default -> false;
                });
    Concurrently.run(
        16,
        i ->
            () -> {
              Append last = started(i);
              store.append(last);
              for (int n = 0; n < 12; n++) {
                final int call = 100 * i + n;
                last = next(after(last), remark(String.valueOf(call)));
                assertThat(store.append(with(last, row(DESK, call)))).isEqualTo(new Appended());
              }
              return true;
            });

    assertThat(completeAll(DESK))
        .hasSize(16 * 12)
        .extracting(task -> String.valueOf(callOf(task)))
        .isEqualTo(published);
  }

  @Test
  void a_lost_race_adds_no_task() {
    final Append start = started(1);
    store.append(with(start, row(DESK, 1)));
    assertThat(store.append(with(started(1), row(DESK, 2)))).isInstanceOf(LostRace.class);
    store.append(with(next(after(start), remark("x")), row(DESK, 3)));

    assertThat(completeAll(DESK)).extracting(QueuesContractTest::callOf).containsExactly(1, 3);
  }

  @Test
  void an_append_removes_a_task() {
    final Append start = started(1);
    store.append(with(start, row(DESK, 1)));
    final Task sent = lease(DESK);
    store.append(without(with(next(after(start), remark("sent")), row(DESK, 2)), sent.id()));

    final Task second = lease(DESK);
    assertThat(callOf(second)).isEqualTo(2);
    assertThat(second.number()).isGreaterThan(sent.number());
  }

  @Test
  void a_deadline_is_independent_of_the_order() {
    final Task deadline = Task.deadline(DESK, new WaitDeadline(call(9)), NOON.plusSeconds(1));
    store.append(with(started(1, 1, ALICE), row(DESK, 1), deadline, row(DESK, 2)));

    assertThat(callOf(lease(DESK))).isEqualTo(1);
    assertThat(outbox.leaseNext(DESK, "b", NOON.plusSeconds(2), NOON.plusSeconds(9))).isEmpty();
    final List<Task> due = outbox.leaseDue("b", NOON.plusSeconds(1), NOON.plusSeconds(9));
    assertThat(due).extracting(Task::work).containsExactly(deadline.work());

    outbox.done(due.getFirst());
    assertThat(completeAll(DESK)).as("the first task is leased").isEmpty();
  }
}
