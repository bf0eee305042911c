package dev.agentpay.core;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The outbox of [MemoryStore].
final class MemoryOutbox implements Outbox {
  private final Map<Key, Row> rows = new TreeMap<>();

  private record Key(String session, long number) implements Comparable<Key> {
    static Key of(Task task) {
      return new Key(task.session().value(), task.number());
    }

    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::session).thenComparingLong(Key::number).compare(this, other);
    }
  }

  /// A task and the time until which it is held; [Instant#MIN] when nobody holds it.
  private record Row(Task task, Instant heldUntil) {
    Instant freeAt() {
      return heldUntil.isAfter(task.dueAt()) ? heldUntil : task.dueAt();
    }

    Row leased(Instant until) {
      return new Row(with(task.dueAt(), task.attempts() + 1), until);
    }

    Row putOff(Instant dueAt) {
      return new Row(with(dueAt, task.attempts()), Instant.MIN);
    }

    private Task with(Instant dueAt, int attempts) {
      return new Task(task.session(), task.number(), task.instruction(), dueAt, attempts);
    }
  }

  synchronized List<Task> tasks() {
    return rows.values().stream().map(Row::task).toList();
  }

  synchronized void put(Task task) {
    rows.put(Key.of(task), new Row(task, Instant.MIN));
  }

  @Override
  public synchronized Optional<Task> leaseNext(
      SessionId session, String node, Instant now, Instant until) {
    return lease(r -> r.session().equals(session) && !r.isDeadline(), now, until).stream()
        .findFirst();
  }

  @Override
  public synchronized List<Task> leaseDue(String node, Instant now, Instant until) {
    return lease(_ -> true, now, until);
  }

  private List<Task> lease(Predicate<Task> wanted, Instant now, Instant until) {
    final List<Row> leased =
        leasable()
            .filter(r -> wanted.test(r.task()) && !r.freeAt().isAfter(now))
            .sorted(Comparator.comparing((Row r) -> r.task().dueAt()))
            .limit(MAX_LEASED)
            .map(r -> r.leased(until))
            .toList();
    leased.forEach(r -> rows.put(Key.of(r.task()), r));
    return leased.stream().map(Row::task).toList();
  }

  /// Deadlines and each session's lowest instruction.
  private Stream<Row> leasable() {
    return rows.values().stream().filter(r -> r.task().isDeadline() || isLowest(r.task()));
  }

  private boolean isLowest(Task task) {
    return rows.values().stream()
        .map(Row::task)
        .filter(t -> t.session().equals(task.session()) && !t.isDeadline())
        .noneMatch(t -> t.number() < task.number());
  }

  /// A task that was leased again or written anew meanwhile is not this caller's to give back.
  @Override
  public synchronized void putOff(Task task, Instant dueAt) {
    rows.computeIfPresent(
        Key.of(task),
        (_, row) -> row.task().attempts() == task.attempts() ? row.putOff(dueAt) : row);
  }

  @Override
  public synchronized void remove(SessionId session, long number) {
    rows.remove(new Key(session.value(), number));
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    return leasable().map(Row::freeAt).min(Comparator.naturalOrder());
  }
}
