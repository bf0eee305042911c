package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.BOB;
import static dev.agentpay.store.Given.NOON;
import static dev.agentpay.store.Given.askedBy;
import static dev.agentpay.store.Given.call;
import static dev.agentpay.store.Given.deadline;
import static dev.agentpay.store.Given.holdOf;
import static dev.agentpay.store.Given.ifFree;
import static dev.agentpay.store.Given.ifUnchanged;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.payment;
import static dev.agentpay.store.Given.queue;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.session;
import static dev.agentpay.store.Given.started;
import static dev.agentpay.store.Given.together;
import static dev.agentpay.store.Given.with;
import static dev.agentpay.store.Given.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.RecallCaller;
import dev.agentpay.calls.WaitDeadline;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Query;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionEvent.CallReleased;
import dev.agentpay.payments.session.SessionEvent.PaymentOpened;
import dev.agentpay.payments.session.SessionEvent.SessionFailed;
import dev.agentpay.payments.values.CaptureField;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The durable store and the one in memory are given the same things to do, at random: they must
/// answer the same every time.
class TwinsTest {
  private static final int STEPS = 2000;
  private static final int SESSIONS = 14;
  private static final int CALLS = 5;

  /// The store numbers its tasks, and each store in its own way.
  private static final String DESK = "desk";

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<StreamId, List<Aggregate>> history = new HashMap<>();
  private final Map<String, Integer> results = new HashMap<>();
  private int rows;
  private Instant now = NOON;

  /// One of the two.
  ///
  /// @param leased what was leased from it so far
  /// @param numbers of tasks that it numbered, in the order in which they were seen
  private record Twin(
      Engine.Ports ports, List<EventEnvelope> told, List<Task> leased, List<Long> numbers) {
    static Twin of(Engine.Ports ports) {
      final Twin twin = new Twin(ports, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      ports
          .feed()
          .subscribe(Optional.of(ALICE), Optional.empty(), i -> twin.told.add(((Fact) i).event()));
      return twin;
    }

    /// The tasks as both must see them.
    List<Task> lease(List<Task> tasks) {
      leased.addAll(tasks);
      return tasks.stream().map(this::named).toList();
    }

    private Task named(Task task) {
      if (!task.queue().equals(DESK) || task.isDeadline()) {
        return task;
      }
      if (!numbers.contains(task.number())) {
        numbers.add(task.number());
      }
      final int place = numbers.indexOf(task.number()) + 1;
      return new Task(DESK, place, task.work(), task.dueAt(), task.attempts(), 0);
    }

    /// One of those that were leased from it: the same of both.
    Optional<Task> leased(int which) {
      return leased.isEmpty() ? Optional.empty() : Optional.of(leased.get(which % leased.size()));
    }
  }

  @Test
  void the_durable_store_answers_as_the_one_in_memory_does() {
    try (Engine.Ports memory = Engine.MEMORY.open(folder);
        Engine.Ports sqlite = Engine.SQLITE.open(folder)) {
      final Twin first = Twin.of(memory);
      final Twin second = Twin.of(sqlite);
      for (int step = 0; step < STEPS; step++) {
        final Optional<Append> append =
            random.nextInt(12) < 5 ? Optional.of(append()) : Optional.empty();
        final Function<Twin, Object> work =
            append
                .<Function<Twin, Object>>map(a -> t -> t.ports.events().append(a))
                .orElseGet(this::work);
        final Object answer = work.apply(first);
        assertThat(work.apply(second)).as("step %d of seed %d", step, seed).isEqualTo(answer);
        append.ifPresent(a -> remember(a, answer));
        now = now.plusNanos(random.nextInt(2_000_000_000));
      }
      assertThat(second.told).as("seed %d", seed).isEqualTo(first.told).isNotEmpty();
      assertThat(second.numbers).as("seed %d", seed).isSorted().isNotEmpty();
      assertThat(results.keySet())
          .as("seed %d reached %s", seed, results)
          .containsExactlyInAnyOrder("Appended", "LostRace", "Held", "RequestSeen");
    }
  }

  private void remember(Append append, Object answer) {
    results.merge(answer.getClass().getSimpleName(), 1, Integer::sum);
    if (answer instanceof Appended) {
      append
          .streams()
          .forEach(s -> history.computeIfAbsent(s.stream(), _ -> new ArrayList<>()).add(s.after()));
    }
  }

  private Function<Twin, Object> work() {
    final int number = random.nextInt(SESSIONS);
    final String queue = random.nextInt(4) == 0 ? DESK : queue(session(number));
    final Instant at = now;
    final Instant until = at.plusSeconds(random.nextInt(5));
    final int which = random.nextInt(1_000_000);
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          twin ->
              twin.lease(twin.ports.outbox().leaseNext(queue, "node", at, until).stream().toList());
      case 2 -> twin -> twin.lease(twin.ports.outbox().leaseDue("node", at, until));
      case 3 ->
          twin -> {
            twin.leased(which).ifPresent(t -> twin.ports.outbox().putOff(t, until));
            return twin.ports.outbox().nextDue();
          };
      case 4 ->
          twin -> {
            twin.leased(which).ifPresent(t -> twin.ports.outbox().done(t));
            return twin.ports.outbox().nextDue();
          };
      case 5 ->
          twin -> {
            twin.ports
                .outbox()
                .remove(
                    twin.leased(which)
                        .map(Task::id)
                        .filter(_ -> which % 2 == 0)
                        .orElse(new Task.Id(queue(session(number)), which % 4)));
            return twin.ports.outbox().nextDue();
          };
      case 6 -> {
        final Query query = query();
        yield twin -> twin.ports.events().find(PaymentSchema.SESSION, query);
      }
      case 7 ->
          twin ->
              List.of(
                  twin.ports.events().holder(holdOf(number % CALLS)),
                  twin.ports.events().request("alice", "k" + number));
      default ->
          twin ->
              List.of(
                  twin.ports.events().load(session(number).stream()),
                  twin.ports.events().events(session(number).stream(), number % 3));
    };
  }

  /// Of one session or of some, now and then with everything that an append can have.
  private Append append() {
    final List<Integer> numbers =
        random.ints(0, SESSIONS).distinct().limit(random.nextInt(3) + 1L).boxed().toList();
    Append append = together(numbers.stream().map(this::part).toArray(Append[]::new));
    final int other = random.nextInt(SESSIONS);
    if (random.nextInt(4) == 0) {
      append = ifUnchanged(append, session(other).stream(), version(other));
    }
    if (random.nextInt(6) == 0) {
      append = ifFree(append, holdOf(other % CALLS));
    }
    if (random.nextInt(4) == 0) {
      append = askedBy(append, "alice", "k" + other);
    }
    if (random.nextInt(3) == 0) {
      append = without(append, new Task.Id(queue(session(other)), random.nextInt(4)));
    }
    return with(append, tasks());
  }

  /// Mostly the version that it has.
  private long version(int number) {
    final int versions = states(number).size();
    return states(number).isEmpty()
        ? random.nextInt(8) / 7
        : states(number)
            .get(random.nextInt(5) == 0 ? random.nextInt(versions) : versions - 1)
            .version();
  }

  private List<Aggregate> states(int number) {
    return history.getOrDefault(session(number).stream(), List.of());
  }

  private Append part(int number) {
    return states(number).isEmpty() || random.nextInt(8) == 0 ? start(number) : more(number);
  }

  private Append start(int number) {
    return started(
        number,
        random.nextInt(CALLS),
        random.nextBoolean() ? ALICE : BOB,
        random.nextBoolean() ? "" : "ref",
        now);
  }

  /// Mostly upon the newest state, sometimes upon an older one.
  private Append more(int number) {
    final List<Aggregate> states = states(number);
    final Aggregate upon =
        random.nextInt(8) == 0 ? states.get(random.nextInt(states.size())) : states.getLast();
    final SessionEvent event =
        switch (random.nextInt(6)) {
          case 0 -> new SessionFailed("failed");
          case 1 -> new PaymentOpened(payment(number));
          case 2 -> new CallReleased(session(99));
          default -> remark("remark");
        };
    try {
      return next(upon, event, remark("and another"));
    } catch (IllegalStateException _) {
      return next(upon, remark("no such move from there"));
    }
  }

  private Task[] tasks() {
    final List<Task> tasks = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      final Instant due = now.plusSeconds(random.nextInt(6) - 2);
      final int number = random.nextInt(SESSIONS);
      tasks.add(
          switch (random.nextInt(5)) {
            case 0 -> deadline(session(number), due);
            case 1 -> Task.deadline(DESK, new WaitDeadline(call(++rows)), due);
            case 2 ->
                Task.of(
                    queue(session(number)),
                    1 + random.nextInt(3),
                    new Instruction.Capture(CaptureField.SECURITY_CODE),
                    due);
            default -> Task.next(DESK, new RecallCaller(call(++rows)), due);
          });
    }
    return tasks.toArray(Task[]::new);
  }

  private Query query() {
    Query query =
        Query.ALL
            .in(
                switch (random.nextInt(4)) {
                  case 0 -> Set.of("FAILED");
                  case 1 -> Set.of("OPENING", "IDLE");
                  case 2 -> Set.of("FAILED", "IDLE");
                  default -> Set.of();
                })
            .since(random.nextInt(3) == 0 ? Optional.of(now.minusSeconds(60)) : Optional.empty())
            .atMost(1 + random.nextInt(10));
    query =
        switch (random.nextInt(6)) {
          case 0, 1 -> query.ownedBy(Optional.of(ALICE));
          case 2 -> query.ownedByNobody();
          default -> query;
        };
    query =
        random.nextInt(3) == 0 ? query.with("reference", random.nextBoolean() ? "" : "ref") : query;
    query =
        random.nextInt(4) == 0 ? query.with("call", call(random.nextInt(CALLS)).value()) : query;
    query =
        random.nextInt(4) == 0
            ? query.with("payment", payment(random.nextInt(SESSIONS)).value())
            : query;
    query = random.nextInt(3) == 0 ? query.open(random.nextBoolean()) : query;
    return random.nextBoolean() ? query.fromOldest() : query;
  }
}
