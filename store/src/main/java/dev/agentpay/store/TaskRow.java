package dev.agentpay.store;

import dev.agentpay.core.Instruction;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A task as its row has it.
record TaskRow(
    String session,
    long number,
    @Nullable String type,
    @Nullable String body,
    long dueAt,
    int attempts) {

  static TaskRow of(Task task, Codec codec) {
    return new TaskRow(
        task.session().value(),
        task.number(),
        task.instruction().map(TypeNames.INSTRUCTIONS::of).orElse(null),
        task.instruction().map(codec::write).orElse(null),
        Times.nanos(task.dueAt()),
        task.attempts());
  }

  /// @param row with the columns session, number, type, body, due_at, attempts, in this order
  static TaskRow of(ResultSet row) throws SQLException {
    return new TaskRow(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getInt(6));
  }

  /// @throws NewerVersionException when a newer version wrote it
  Task task(Codec codec) {
    final SessionId id = new SessionId(session);
    final Optional<Instruction> instruction =
        type == null || body == null
            ? Optional.empty()
            : Optional.of(
                codec.instruction("task %d of %s".formatted(number, id.stream()), type, body));
    return new Task(id, number, instruction, Times.instant(dueAt), attempts);
  }
}
