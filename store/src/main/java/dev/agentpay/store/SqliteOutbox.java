package dev.agentpay.store;

import dev.agentpay.events.Outbox;
import dev.agentpay.events.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The outbox in the file that the events are in, leased out by the same writer.
final class SqliteOutbox implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteOutbox.class);

  private final GroupCommit writer;
  private final Reads reads;
  private final Codec codec;

  SqliteOutbox(GroupCommit writer, Reads reads, Codec codec) {
    this.writer = writer;
    this.reads = reads;
    this.codec = codec;
  }

  @Override
  public Optional<Task> leaseNext(String queue, String node, Instant now, Instant until) {
    return writer
        .run(tx -> Tasks.leaseNext(tx, queue, node, Times.nanos(now), Times.nanos(until)))
        .stream()
        .findFirst()
        .map(row -> row.task(codec));
  }

  @Override
  public List<Task> leaseDue(String node, Instant now, Instant until) {
    return writer
        .run(tx -> Tasks.leaseDue(tx, node, Times.nanos(now), Times.nanos(until), MAX_LEASED))
        .stream()
        .flatMap(row -> readable(row).stream())
        .toList();
  }

  /// One that cannot be read must not keep the others from being done. It stays, for a version that
  /// can read it or for a person.
  private Optional<Task> readable(TaskRow row) {
    try {
      return Optional.of(row.task(codec));
    } catch (RuntimeException e) {
      LOG.error("a task is left alone: {}", e.getMessage());
      return Optional.empty();
    }
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
