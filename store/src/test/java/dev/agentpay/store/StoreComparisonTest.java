package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.BOB;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.call;
import static dev.agentpay.store.Fixtures.combined;
import static dev.agentpay.store.Fixtures.deadline;
import static dev.agentpay.store.Fixtures.holdOf;
import static dev.agentpay.store.Fixtures.ifFree;
import static dev.agentpay.store.Fixtures.ifUnchanged;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.payment;
import static dev.agentpay.store.Fixtures.queue;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.with;
import static dev.agentpay.store.Fixtures.withKey;
import static dev.agentpay.store.Fixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.RecallCaller;
import dev.agentpay.calls.WaitDeadline;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Position;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
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

/// Gives the SQLite store and the memory store the same random work. They must always give the same
/// answers.
class StoreComparisonTest {
  private static final int STEPS = 2000;
  private static final int SESSIONS = 14;
  private static final int CALLS = 5;

  /// The stores number the tasks of this queue differently.
  private static final String DESK = "desk";

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<StreamId, List<Aggregate>> history = new HashMap<>();
  private final Map<String, Integer> results = new HashMap<>();
  private int rows;
  private Instant now = NOON;

  /// One of the two stores.
  ///
  /// @param leased the tasks leased so far
  /// @param numbers numbers that the store assigned, in the order of their appearance
  private record Side(
      Engine.Ports ports, List<EventEnvelope> published, List<Task> leased, List<Long> numbers) {
    static Side of(Engine.Ports ports) {
      final Side side = new Side(ports, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      ports
          .feed()
          .subscribe(
              Optional.of(ALICE), Optional.empty(), i -> side.published.add(((Fact) i).event()));
      return side;
    }

    /// The tasks with numbers that are comparable between the stores.
    List<Task> lease(List<Task> tasks) {
      leased.addAll(tasks);
      return tasks.stream().map(this::comparable).toList();
    }

    private Task comparable(Task task) {
      if (!task.queue().equals(DESK) || task.isDeadline()) {
        return task;
      }
      if (!numbers.contains(task.number())) {
        numbers.add(task.number());
      }
      final int number = numbers.indexOf(task.number()) + 1;
      return new Task(DESK, number, task.work(), task.dueAt(), task.attempts(), 0);
    }

    /// One of the leased tasks, the same one in both stores.
    Optional<Task> leased(int which) {
      return leased.isEmpty() ? Optional.empty() : Optional.of(leased.get(which % leased.size()));
    }
  }

  @Test
  void both_stores_give_the_same_answers() {
    try (Engine.Ports memory = Engine.MEMORY.open(folder);
        Engine.Ports sqlite = Engine.SQLITE.open(folder)) {
      final Side first = Side.of(memory);
      final Side second = Side.of(sqlite);
      for (int step = 0; step < STEPS; step++) {
        final Optional<Append> append =
            random.nextInt(12) < 5 ? Optional.of(append()) : Optional.empty();
        final Function<Side, Object> work =
            append
                .<Function<Side, Object>>map(a -> t -> t.ports.events().append(a))
                .orElseGet(this::work);
        final Object answer = work.apply(first);
        assertThat(work.apply(second)).as("step %d of seed %d", step, seed).isEqualTo(answer);
        append.ifPresent(a -> remember(a, answer));
        now = now.plusNanos(random.nextInt(2_000_000_000));
      }
      assertThat(second.published).as("seed %d", seed).isEqualTo(first.published).isNotEmpty();
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

  private Function<Side, Object> work() {
    final int number = random.nextInt(SESSIONS);
    final String queue = random.nextInt(4) == 0 ? DESK : queue(session(number));
    final Instant at = now;
    final Instant until = at.plusSeconds(random.nextInt(5));
    final int which = random.nextInt(1_000_000);
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          side ->
              side.lease(side.ports.outbox().leaseNext(queue, "node", at, until).stream().toList());
      case 2 -> side -> side.lease(side.ports.outbox().leaseDue("node", at, until));
      case 3 ->
          side -> {
            side.leased(which).ifPresent(t -> side.ports.outbox().putOff(t, until));
            return side.ports.outbox().nextDue();
          };
      case 4 ->
          side -> {
            side.leased(which).ifPresent(t -> side.ports.outbox().done(t));
            return side.ports.outbox().nextDue();
          };
      case 5 ->
          side -> {
            side.ports
                .outbox()
                .remove(
                    side.leased(which)
                        .map(Task::id)
                        .filter(_ -> which % 2 == 0)
                        .orElse(new Task.Id(queue(session(number)), which % 4)));
            return side.ports.outbox().nextDue();
          };
      case 6 -> {
        final Query query = query();
        yield side ->
            which % 2 == 0
                ? side.ports.events().find(PaymentSchema.SESSION, query)
                : side.ports.events().page(PaymentSchema.SESSION, query);
      }
      case 7 ->
          side ->
              List.of(
                  side.ports.events().holder(holdOf(number % CALLS)),
                  side.ports.events().request("alice", "k" + number));
      default ->
          side ->
              List.of(
                  side.ports.events().load(session(number).stream()),
                  side.ports.events().events(session(number).stream(), number % 3));
    };
  }

  /// An append to one to three sessions, sometimes with optional parts.
  private Append append() {
    final List<Integer> numbers =
        random.ints(0, SESSIONS).distinct().limit(random.nextInt(3) + 1L).boxed().toList();
    Append append = combined(numbers.stream().map(this::part).toArray(Append[]::new));
    final int other = random.nextInt(SESSIONS);
    if (random.nextInt(4) == 0) {
      append = ifUnchanged(append, session(other).stream(), version(other));
    }
    if (random.nextInt(6) == 0) {
      append = ifFree(append, holdOf(other % CALLS));
    }
    if (random.nextInt(4) == 0) {
      append = withKey(append, "alice", "k" + other);
    }
    if (random.nextInt(3) == 0) {
      append = without(append, new Task.Id(queue(session(other)), random.nextInt(4)));
    }
    return with(append, tasks());
  }

  /// Usually the current version.
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

  /// Usually follows the latest state, sometimes an older one.
  private Append more(int number) {
    final List<Aggregate> states = states(number);
    final Aggregate base =
        random.nextInt(8) == 0 ? states.get(random.nextInt(states.size())) : states.getLast();
    final SessionEvent event =
        switch (random.nextInt(6)) {
          case 0 -> new SessionFailed("failed");
          case 1 -> new PaymentOpened(payment(number));
          case 2 -> new CallReleased(session(99));
          default -> remark("remark");
        };
    try {
      return next(base, event, remark("and another"));
    } catch (IllegalStateException _) {
      return next(base, remark("the transition is not allowed"));
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
            .before(random.nextInt(4) == 0 ? Optional.of(now.minusSeconds(20)) : Optional.empty())
            .after(random.nextInt(3) == 0 ? position() : Optional.empty())
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

  /// The place of a session that may exist.
  private Optional<Position> position() {
    final int number = random.nextInt(SESSIONS);
    return Optional.of(
        new Position(
            states(number).isEmpty() ? now : ((PaySession) states(number).getFirst()).startedAt(),
            session(number).value()));
  }
}
