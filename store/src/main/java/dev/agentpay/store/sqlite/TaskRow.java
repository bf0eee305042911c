package dev.agentpay.store.sqlite;

import dev.agentpay.events.Task;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A row of the table of tasks.
record TaskRow(
    String queue,
    long number,
    String type,
    String body,
    long dueAt,
    int attempts,
    int futile,
    int failures) {
  static TaskRow of(Task task, Codec codec) {
    return new TaskRow(
        task.queue(),
        task.number(),
        codec.types().of(task.work()),
        codec.write(task.work()),
        Times.nanos(task.dueAt()),
        task.attempts(),
        task.futile(),
        task.failures());
  }

  /// @param row with the columns queue, number, type, body, due_at, attempts, futile, failures, in
  ///   this order
  static TaskRow of(ResultSet row) throws SQLException {
    return new TaskRow(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getInt(6),
        row.getInt(7),
        row.getInt(8));
  }

  TaskRow withNumber(long newNumber) {
    return new TaskRow(queue, newNumber, type, body, dueAt, attempts, futile, failures);
  }

  TaskRow leased() {
    return new TaskRow(queue, number, type, body, dueAt, attempts + 1, futile, failures);
  }

  /// @throws NewerVersionException if a newer version wrote it
  /// @throws IllegalStateException if it is damaged
  Task task(Codec codec) {
    return new Task(
        queue,
        number,
        codec.work("task %d of %s".formatted(number, queue), type, body),
        Times.instant(dueAt),
        attempts,
        futile,
        failures);
  }
}
