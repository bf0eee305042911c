package dev.agentpay.events;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Outbox of [MemoryStore].
final class MemoryOutbox implements Outbox, DeadLetters {
  private final Map<Task.Id, Row> rows = new TreeMap<>(ORDER);
  private final Map<Long, DeadTask> deadLetters = new TreeMap<>(Comparator.reverseOrder());
  private long lastLetter;

  /// The highest number so far, in any queue.
  private long lastNumber;

  private static final Comparator<Task.Id> ORDER =
      Comparator.comparing(Task.Id::queue).thenComparingLong(Task.Id::number);

  /// A task in the dead letters, and how it is listed.
  private record DeadTask(Task task, DeadLetter letter) {}

  /// A task and the end of its lease; [Instant#MIN] when it is not leased.
  private record Row(Task task, Instant heldUntil) {
    Instant freeAt() {
      return heldUntil.isAfter(task.dueAt()) ? heldUntil : task.dueAt();
    }

    /// Whether the task was neither leased again nor rewritten.
    boolean isStill(Task leased) {
      return task.attempts() == leased.attempts() && task.dueAt().equals(leased.dueAt());
    }

    Row leased(Instant until) {
      return new Row(
          with(task.dueAt(), task.attempts() + 1, task.futile(), task.failures()), until);
    }

    Row putOff(Task leased, Instant dueAt) {
      return new Row(with(dueAt, task.attempts(), leased.futile(), leased.failures()), Instant.MIN);
    }

    private Task with(Instant dueAt, int attempts, int futile, int failures) {
      return new Task(task.queue(), task.number(), task.work(), dueAt, attempts, futile, failures);
    }
  }

  synchronized List<Task> tasks() {
    return rows.values().stream().map(Row::task).toList();
  }

  synchronized void put(Task task) {
    final Task numbered =
        task.number() == Task.NEXT
            ? new Task(task.queue(), lastNumber + 1, task.work(), task.dueAt(), task.attempts(), 0)
            : task;
    lastNumber = Math.max(lastNumber, numbered.number());
    rows.put(numbered.id(), new Row(numbered, Instant.MIN));
  }

  @Override
  public synchronized Optional<Task> leaseNext(
      String queue, String node, Instant now, Instant until) {
    return lease(r -> r.queue().equals(queue) && !r.isDeadline(), now, until).stream().findFirst();
  }

  @Override
  public synchronized List<Task> leaseDue(String node, Instant now, Instant until) {
    return lease(_ -> true, now, until);
  }

  private List<Task> lease(Predicate<Task> filter, Instant now, Instant until) {
    final List<Row> leased =
        leasable()
            .filter(r -> filter.test(r.task()) && !r.freeAt().isAfter(now))
            .sorted(Comparator.comparing((Row r) -> r.task().dueAt()))
            .limit(MAX_LEASED)
            .map(r -> r.leased(until))
            .toList();
    leased.forEach(r -> rows.put(r.task().id(), r));
    return leased.stream().map(Row::task).toList();
  }

  /// Deadlines and the task with the lowest number of each queue.
  private Stream<Row> leasable() {
    return rows.values().stream().filter(r -> r.task().isDeadline() || isLowest(r.task()));
  }

  private boolean isLowest(Task task) {
    return rows.values().stream()
        .map(Row::task)
        .filter(t -> t.queue().equals(task.queue()) && !t.isDeadline())
        .noneMatch(t -> t.number() < task.number());
  }

  /// A task that was leased again or rewritten no longer belongs to this caller.
  @Override
  public synchronized void putOff(Task task, Instant dueAt) {
    rows.computeIfPresent(task.id(), (_, row) -> row.isStill(task) ? row.putOff(task, dueAt) : row);
  }

  /// Whether the task was neither leased again, nor removed, nor rewritten.
  synchronized boolean isStill(Task task) {
    final Row row = rows.get(task.id());
    return row != null && row.isStill(task);
  }

  @Override
  public synchronized void putAside(Task task, String reason, Instant at) {
    final Row row = rows.get(task.id());
    if (row == null || !row.isStill(task)) {
      return;
    }
    rows.remove(task.id());
    final DeadLetter letter =
        new DeadLetter(
            ++lastLetter,
            at,
            task.queue(),
            task.number(),
            task.work().getClass().getSimpleName(),
            task.work().toString(),
            task.attempts(),
            task.futile(),
            reason);
    deadLetters.put(letter.id(), new DeadTask(task, letter));
  }

  @Override
  public synchronized List<DeadLetter> before(long id, int most) {
    return deadLetters.values().stream()
        .map(DeadTask::letter)
        .filter(letter -> letter.id() < id)
        .limit(most)
        .toList();
  }

  @Override
  public synchronized long count() {
    return deadLetters.size();
  }

  @Override
  public synchronized Optional<DeadLetter> find(long id) {
    return Optional.ofNullable(deadLetters.get(id)).map(DeadTask::letter);
  }

  @Override
  public synchronized Optional<DeadLetter> retry(long id, Instant now) {
    final DeadTask again = deadLetters.remove(id);
    if (again == null) {
      return Optional.empty();
    }
    final Task was = again.task;
    final Task task =
        new Task(was.queue(), was.number(), was.work(), now, was.attempts(), was.futile());
    rows.putIfAbsent(task.id(), new Row(task, Instant.MIN));
    return Optional.of(again.letter);
  }

  @Override
  public synchronized Optional<DeadLetter> drop(long id) {
    return Optional.ofNullable(deadLetters.remove(id)).map(DeadTask::letter);
  }

  @Override
  public synchronized void remove(Task.Id task) {
    rows.remove(task);
  }

  @Override
  public synchronized void done(Task task) {
    rows.computeIfPresent(task.id(), (_, row) -> row.isStill(task) ? null : row);
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    return leasable().map(Row::freeAt).min(Comparator.naturalOrder());
  }
}
