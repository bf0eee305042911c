package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.BOB;
import static dev.agentpay.store.Given.NOON;
import static dev.agentpay.store.Given.askedBy;
import static dev.agentpay.store.Given.call;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.payment;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.session;
import static dev.agentpay.store.Given.started;
import static dev.agentpay.store.Given.with;
import static dev.agentpay.store.Given.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.core.Aggregate;
import dev.agentpay.core.CaptureField;
import dev.agentpay.core.EventStore.Append;
import dev.agentpay.core.EventStore.SessionQuery;
import dev.agentpay.core.Feed.Fact;
import dev.agentpay.core.Instruction;
import dev.agentpay.core.Recorded;
import dev.agentpay.core.SessionEvent;
import dev.agentpay.core.SessionEvent.CallReleased;
import dev.agentpay.core.SessionEvent.PaymentOpened;
import dev.agentpay.core.SessionEvent.SessionFailed;
import dev.agentpay.core.SessionState;
import dev.agentpay.core.Task;
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
  private static final int STEPS = 1500;
  private static final int SESSIONS = 14;
  private static final int CALLS = 5;

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<Integer, List<Aggregate>> history = new HashMap<>();
  private final List<Task> leased = new ArrayList<>();
  private Instant now = NOON;

  @Test
  void the_durable_store_answers_as_the_one_in_memory_does() {
    try (Engine.Ports memory = Engine.MEMORY.open(folder);
        Engine.Ports sqlite = Engine.SQLITE.open(folder)) {
      final List<Recorded> toldByMemory = new ArrayList<>();
      final List<Recorded> toldBySqlite = new ArrayList<>();
      memory
          .feed()
          .subscribe(
              Optional.of(ALICE), Optional.empty(), i -> toldByMemory.add(((Fact) i).recorded()));
      sqlite
          .feed()
          .subscribe(
              Optional.of(ALICE), Optional.empty(), i -> toldBySqlite.add(((Fact) i).recorded()));
      for (int step = 0; step < STEPS; step++) {
        final Function<Engine.Ports, Object> work = work();
        assertThat(work.apply(sqlite))
            .as("step %d of seed %d", step, seed)
            .isEqualTo(work.apply(memory));
        now = now.plusNanos(random.nextInt(2_000_000_000));
      }
      assertThat(toldBySqlite).as("seed %d", seed).isEqualTo(toldByMemory).isNotEmpty();
    }
  }

  private Function<Engine.Ports, Object> work() {
    final int number = random.nextInt(SESSIONS);
    final Instant at = now;
    final Instant until = at.plusSeconds(random.nextInt(5));
    return switch (random.nextInt(12)) {
      case 0, 1 -> appending(number, start(number));
      case 2, 3, 4 -> history.containsKey(number) ? appending(number, more(number)) : _ -> 0;
      case 5 ->
          ports -> {
            final Optional<Task> task =
                ports.outbox().leaseNext(session(number), "node", at, until);
            task.ifPresent(leased::add);
            return task;
          };
      case 6 ->
          ports -> {
            final List<Task> tasks = ports.outbox().leaseDue("node", at, until);
            leased.addAll(tasks);
            return tasks;
          };
      case 7 -> {
        final Optional<Task> task =
            leased.isEmpty()
                ? Optional.empty()
                : Optional.of(leased.get(random.nextInt(leased.size())));
        yield ports -> {
          task.ifPresent(t -> ports.outbox().putOff(t, until));
          return ports.outbox().nextDue();
        };
      }
      case 8 -> {
        final int task = random.nextInt(4);
        yield ports -> {
          ports.outbox().remove(session(number), task);
          return ports.outbox().nextDue();
        };
      }
      case 9 -> {
        final SessionQuery query = query();
        yield ports -> ports.events().sessions(query);
      }
      case 10 ->
          ports ->
              List.of(
                  ports.events().holderOf(call(number % CALLS)),
                  ports.events().sessionOf(payment(number)),
                  ports.events().request("alice", "k" + number));
      default ->
          ports ->
              List.of(
                  ports.events().load(session(number).stream()),
                  ports.events().events(session(number).stream(), number % 3));
    };
  }

  private Function<Engine.Ports, Object> appending(int number, Append append) {
    return ports -> {
      final Object result = ports.events().append(append);
      if (result.equals(new dev.agentpay.core.EventStore.AppendResult.Appended())) {
        history.computeIfAbsent(number, _ -> new ArrayList<>()).add(append.after());
      }
      return result;
    };
  }

  private Append start(int number) {
    return dressed(
        number,
        started(
            number,
            random.nextInt(CALLS),
            random.nextBoolean() ? ALICE : BOB,
            random.nextBoolean() ? "" : "ref",
            now));
  }

  /// Mostly upon the newest state, sometimes upon an older one.
  private Append more(int number) {
    final List<Aggregate> states = history.get(number);
    final Aggregate upon =
        random.nextInt(5) == 0 ? states.get(random.nextInt(states.size())) : states.getLast();
    final SessionEvent event =
        switch (random.nextInt(6)) {
          case 0 -> new SessionFailed("failed");
          case 1 -> new PaymentOpened(payment(number));
          case 2 -> new CallReleased(session(99));
          default -> remark("remark");
        };
    try {
      return dressed(number, next(upon, event, remark("and another")));
    } catch (IllegalStateException _) {
      return dressed(number, next(upon)); // no such move from there: nothing happens
    }
  }

  private Append dressed(int number, Append append) {
    Append dressed = append;
    if (random.nextInt(4) == 0) {
      dressed = askedBy(dressed, "alice", "k" + random.nextInt(SESSIONS));
    }
    if (random.nextInt(3) == 0) {
      dressed = without(dressed, (long) random.nextInt(4));
    }
    final Instant due = now.plusSeconds(random.nextInt(6) - 2);
    return switch (random.nextInt(3)) {
      case 0 -> with(dressed, Task.deadline(session(number), due));
      case 1 ->
          with(
              dressed,
              Task.instruction(
                  session(number),
                  1 + random.nextInt(3),
                  new Instruction.Capture(CaptureField.SECURITY_CODE),
                  due));
      default -> dressed;
    };
  }

  private SessionQuery query() {
    return new SessionQuery(
        random.nextBoolean() ? Optional.of(ALICE) : Optional.empty(),
        random.nextInt(3) == 0 ? Optional.of(random.nextBoolean() ? "" : "ref") : Optional.empty(),
        random.nextInt(3) == 0 ? Optional.of(now.minusSeconds(60)) : Optional.empty(),
        switch (random.nextInt(4)) {
          case 0 -> Set.of(SessionState.FAILED);
          case 1 -> Set.of(SessionState.OPENING, SessionState.IDLE);
          case 2 -> Set.of(SessionState.FAILED, SessionState.IDLE);
          default -> Set.of();
        },
        random.nextInt(4) == 0 ? Optional.of(call(random.nextInt(CALLS))) : Optional.empty(),
        1 + random.nextInt(10));
  }
}
