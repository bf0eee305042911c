package dev.agentpay.store.sqlite;

import dev.agentpay.events.NewerVersionException;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Task;
import dev.agentpay.events.Traces;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Outbox in the same file as the events. The same writer leases its tasks.
final class SqliteOutbox implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteOutbox.class);

  private final GroupCommit writer;
  private final ReadPool reads;
  private final Codec codec;

  SqliteOutbox(GroupCommit writer, ReadPool reads, Codec codec) {
    this.writer = writer;
    this.reads = reads;
    this.codec = codec;
  }

  @Override
  public Optional<Task> leaseNext(String queue, String node, Instant now, Instant until) {
    Leased leased = leaseNextRow(queue, node, now, until);
    while (leased instanceof Damaged) {
      leased = leaseNextRow(queue, node, now, until); // lease the next task instead
    }
    return leased instanceof Work work ? Optional.of(work.task) : Optional.empty();
  }

  private Leased leaseNextRow(String queue, String node, Instant now, Instant until) {
    return writer
        .run(tx -> Tasks.leaseNext(tx, queue, node, Times.nanos(now), Times.nanos(until)))
        .stream()
        .findFirst()
        .map(row -> read(row, now))
        .orElseGet(Nothing::new);
  }

  @Override
  public List<Task> leaseDue(String node, Instant now, Instant until) {
    return writer
        .run(tx -> Tasks.leaseDue(tx, node, Times.nanos(now), Times.nanos(until), MAX_LEASED))
        .stream()
        .map(row -> read(row, now))
        .flatMap(leased -> leased instanceof Work work ? Stream.of(work.task) : Stream.empty())
        .toList();
  }

  /// Reads a leased task. A task that cannot be read must not block others: if a newer version
  /// wrote it, it is left for a node that can read it; if it is damaged, it becomes a dead letter.
  private Leased read(TaskRow row, Instant now) {
    try {
      return new Work(row.task(codec));
    } catch (NewerVersionException newer) {
      LOG.error("Leaving a task for a newer node: {}", newer.getMessage());
      return new Nothing();
    } catch (RuntimeException damaged) {
      final String reason = Traces.of(damaged);
      writer.run(tx -> DeadLetterRows.putAside(tx, row, reason, Times.nanos(now)));
      LOG.error(
          "Task {} of {} is damaged and is now a dead letter; see agentpay dead-letters: {}",
          row.number(),
          row.queue(),
          reason);
      return new Damaged();
    }
  }

  /// Result of a lease.
  private sealed interface Leased {}

  private record Work(Task task) implements Leased {}

  private record Damaged() implements Leased {}

  private record Nothing() implements Leased {}

  @Override
  public void putAside(Task task, String reason, Instant at) {
    final TaskRow row = TaskRow.of(task, codec);
    writer.run(tx -> DeadLetterRows.putAside(tx, row, reason, Times.nanos(at)));
  }

  @Override
  public void putOff(Task task, Instant dueAt) {
    writer.run(tx -> Tasks.putOff(tx, task, dueAt));
  }

  @Override
  public void remove(Task.Id task) {
    writer.run(
        tx -> {
          Tasks.remove(tx, task);
          return true;
        });
  }

  @Override
  public void done(Task task) {
    writer.run(tx -> Tasks.done(tx, task));
  }

  @Override
  public Optional<Instant> nextDue() {
    return reads.with(
        handle ->
            handle.createQuery(Tasks.NEXT_FREE).mapTo(Long.class).findFirst().map(Times::instant));
  }
}
