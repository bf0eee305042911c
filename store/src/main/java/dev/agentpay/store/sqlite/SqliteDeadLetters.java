package dev.agentpay.store.sqlite;

import dev.agentpay.events.DeadLetter;
import dev.agentpay.events.DeadLetters;
import dev.agentpay.store.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Dead letters in the same file as the tasks.
final class SqliteDeadLetters implements DeadLetters {
  private final GroupCommit writer;
  private final ReadPool reads;

  SqliteDeadLetters(GroupCommit writer, ReadPool reads) {
    this.writer = writer;
    this.reads = reads;
  }

  @Override
  public List<DeadLetter> before(long id, int most) {
    return reads.with(
        handle ->
            handle
                .createQuery(DeadLetterRows.BEFORE)
                .bind("id", id)
                .bind("limit", Math.clamp(most, 1, MAX_LISTED + 1))
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
          final Optional<DeadLetter> letter = DeadLetterRows.remove(tx, id);
          if (letter.isPresent()) {
            Tasks.putIfAbsent(tx, task(letter.get(), now));
          }
          return letter;
        });
  }

  @Override
  public Optional<DeadLetter> drop(long id) {
    return writer.run(tx -> DeadLetterRows.remove(tx, id));
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
