package dev.agentpay.store.sqlite;

import dev.agentpay.events.DeadLetter;
import dev.agentpay.store.Times;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements for the table of dead letters.
final class DeadLetterRows {
  static final String SELECT =
      "SELECT id, at, queue, number, type, body, attempts, futile, reason FROM dead_letters ";

  static final String BEFORE = SELECT + "WHERE id < :id ORDER BY id DESC LIMIT :limit";

  private DeadLetterRows() {}

  /// Moves a leased task to the dead letters, unless it was leased again, completed or rewritten.
  ///
  /// @return number of moved rows
  static int putAside(Tx tx, TaskRow task, String reason, long at) throws SQLException {
    final int moved = Tasks.done(tx, task.queue(), task.number(), task.attempts(), task.dueAt());
    if (moved > 0) {
      final PreparedStatement insert =
          tx.sql(
              "INSERT INTO dead_letters (at, queue, number, type, body, attempts, futile, reason)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
      insert.setLong(1, at);
      insert.setString(2, task.queue());
      insert.setLong(3, task.number());
      insert.setString(4, task.type());
      insert.setString(5, task.body());
      insert.setInt(6, task.attempts());
      insert.setInt(7, task.futile());
      insert.setString(8, reason);
      insert.executeUpdate();
    }
    return moved;
  }

  /// Removes a dead letter.
  ///
  /// @return the removed dead letter; empty if there is none
  static Optional<DeadLetter> remove(Tx tx, long id) throws SQLException {
    final @Nullable DeadLetter letter = read(tx, id);
    if (letter != null) {
      final PreparedStatement delete = tx.sql("DELETE FROM dead_letters WHERE id = ?");
      delete.setLong(1, id);
      delete.executeUpdate();
    }
    return Optional.ofNullable(letter);
  }

  private static @Nullable DeadLetter read(Tx tx, long id) throws SQLException {
    final PreparedStatement select = tx.sql(SELECT + "WHERE id = ?");
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? of(row) : null;
    }
  }

  /// @param row with the columns of [#SELECT]
  static DeadLetter of(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getLong(1),
        Times.instant(row.getLong(2)),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getInt(7),
        row.getInt(8),
        row.getString(9));
  }
}
