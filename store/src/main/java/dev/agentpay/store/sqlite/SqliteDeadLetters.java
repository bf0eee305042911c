package dev.agentpay.store.sqlite;

import dev.agentpay.events.DeadLetter;
import dev.agentpay.events.DeadLetters;
import dev.agentpay.store.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The dead letters in the file that the tasks are in.
final class SqliteDeadLetters implements DeadLetters {
  private final GroupCommit writer;
  private final Reads reads;

  SqliteDeadLetters(GroupCommit writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  @Override
  public List<DeadLetter> newest(int most) {
    return reads.with(
        handle ->
            handle
                .createQuery(DeadLetterRows.SELECT + "ORDER BY id DESC LIMIT :most")
                .bind("most", Math.clamp(most, 1, MAX_LISTED))
                .map((row, _) -> DeadLetterRows.of(row))
                .list());
  }

  @Override
  public long count() {
    return reads.with(
        handle -> handle.createQuery("SELECT count(*) FROM dead_letters").mapTo(Long.class).one());
  }

  @Override
  public Optional<DeadLetter> find(long id) {
    return reads.with(
        handle ->
            handle
                .createQuery(DeadLetterRows.SELECT + "WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> DeadLetterRows.of(row))
                .findFirst());
  }

  @Override
  public Optional<DeadLetter> retry(long id, Instant now) {
    return writer.run(
        tx -> {
          final Optional<DeadLetter> letter = DeadLetterRows.take(tx, id);
          if (letter.isPresent()) {
            Tasks.putIfAbsent(tx, task(letter.get(), now));
          }
          return letter;
        });
  }

  @Override
  public Optional<DeadLetter> drop(long id) {
    return writer.run(tx -> DeadLetterRows.take(tx, id));
  }

  private static TaskRow task(DeadLetter letter, Instant dueAt) {
    return new TaskRow(
        letter.queue(),
        letter.number(),
        letter.type(),
        letter.body(),
        Times.nanos(dueAt),
        letter.attempts(),
        letter.futile(),
        0);
  }
}
