package dev.agentpay.store.sqlite;

import dev.agentpay.events.Task;
import dev.agentpay.store.Times;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Statements for the table of tasks.
///
/// `free_at` is the time at which a row may be leased: when it is due, or when its last lease ends.
/// So one index finds the rows for a sweep, and leases of a dead node need no cleanup.
final class Tasks {
  /// In each queue, only the task with the lowest number may be leased, and the deadline, whose
  /// number is 0.
  private static final String LEASABLE =
      "NOT EXISTS (SELECT 1 FROM tasks AS lower WHERE lower.queue = tasks.queue"
          + " AND lower.number > 0 AND lower.number < tasks.number)";

  /// Selects the earliest time at which a task can be leased; no row if there is none.
  static final String NEXT_FREE =
      "SELECT free_at FROM tasks WHERE " + LEASABLE + " ORDER BY free_at LIMIT 1";

  private static final String ROW =
      "SELECT queue, number, type, body, due_at, attempts, futile, failures";

  /// Maximum number of tasks that one append adds to the end of a queue. Combined with the sequence
  /// number of the append's last event, it makes task numbers unique.
  private static final long MAX_PER_APPEND = 1_000_000;

  private Tasks() {}

  static void put(Tx tx, TaskRow written) throws SQLException {
    final TaskRow task =
        written.number() == Task.NEXT ? written.withNumber(next(tx, written.queue())) : written;
    final PreparedStatement put =
        tx.sql(
            "INSERT OR REPLACE INTO tasks (queue, number, type, body, due_at, attempts, futile,"
                + " failures, free_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    put.setString(1, task.queue());
    put.setLong(2, task.number());
    put.setString(3, task.type());
    put.setString(4, task.body());
    put.setLong(5, task.dueAt());
    put.setInt(6, task.attempts());
    put.setInt(7, task.futile());
    put.setInt(8, task.failures());
    put.setLong(9, task.dueAt());
    put.executeUpdate();
  }

  /// Returns a number after every task that the queue has had. The number of a removed task is
  /// never used again, because a node may still be working on it.
  private static long next(Tx tx, String queue) throws SQLException {
    final PreparedStatement select =
        tx.sql("SELECT coalesce(max(number), 0) FROM tasks WHERE queue = ?");
    select.setString(1, queue);
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return Math.max(row.getLong(1) + 1, tx.lastSeq() * MAX_PER_APPEND);
    }
  }

  static void remove(Tx tx, Task.Id task) throws SQLException {
    final PreparedStatement delete = tx.sql("DELETE FROM tasks WHERE queue = ? AND number = ?");
    delete.setString(1, task.queue());
    delete.setLong(2, task.number());
    delete.executeUpdate();
  }

  /// Whether the task was not leased again, completed or rewritten since this caller leased it.
  static boolean isStillLeased(Tx tx, Task task) throws SQLException {
    final PreparedStatement select =
        tx.sql(
            "SELECT 1 FROM tasks WHERE queue = ? AND number = ? AND attempts = ? AND due_at = ?");
    select.setString(1, task.queue());
    select.setLong(2, task.number());
    select.setInt(3, task.attempts());
    select.setLong(4, Times.nanos(task.dueAt()));
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  /// Ends all leases. Use it when no other process uses the tasks and the previous process is dead.
  static int endLeases(Tx tx) throws SQLException {
    return tx.sql(
            "UPDATE tasks SET free_at = due_at, lease_owner = NULL WHERE lease_owner IS NOT NULL")
        .executeUpdate();
  }

  /// Removes a completed task, unless it was leased again or rewritten. A rewritten task starts
  /// with 0 attempts again, but is due at another time.
  static int done(Tx tx, Task task) throws SQLException {
    return done(tx, task.queue(), task.number(), task.attempts(), Times.nanos(task.dueAt()));
  }

  /// @return 1, or 0 if the task was leased again or rewritten
  static int done(Tx tx, String queue, long number, int attempts, long dueAt) throws SQLException {
    final PreparedStatement delete =
        tx.sql("DELETE FROM tasks WHERE queue = ? AND number = ? AND attempts = ? AND due_at = ?");
    delete.setString(1, queue);
    delete.setLong(2, number);
    delete.setInt(3, attempts);
    delete.setLong(4, dueAt);
    return delete.executeUpdate();
  }

  /// Writes the task unless one with the same queue and number exists.
  static void putIfAbsent(Tx tx, TaskRow task) throws SQLException {
    final PreparedStatement select = tx.sql("SELECT 1 FROM tasks WHERE queue = ? AND number = ?");
    select.setString(1, task.queue());
    select.setLong(2, task.number());
    final boolean exists;
    try (ResultSet row = select.executeQuery()) {
      exists = row.next();
    }
    if (!exists) {
      put(tx, task);
    }
  }

  static List<TaskRow> leaseNext(Tx tx, String queue, String node, long now, long until)
      throws SQLException {
    final PreparedStatement select =
        tx.sql(
            ROW
                + ", free_at FROM tasks WHERE queue = ? AND number > 0"
                + " ORDER BY number LIMIT 1");
    select.setString(1, queue);
    final List<TaskRow> free = new ArrayList<>(1);
    try (ResultSet row = select.executeQuery()) {
      if (row.next() && row.getLong(9) <= now) {
        free.add(TaskRow.of(row));
      }
    }
    return lease(tx, free, node, until);
  }

  static List<TaskRow> leaseDue(Tx tx, String node, long now, long until, int limit)
      throws SQLException {
    final PreparedStatement select =
        tx.sql(
            ROW
                + " FROM tasks WHERE free_at <= ? AND "
                + LEASABLE
                + " ORDER BY due_at, queue, number LIMIT ?");
    select.setLong(1, now);
    select.setInt(2, limit);
    final List<TaskRow> free = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        free.add(TaskRow.of(row));
      }
    }
    return lease(tx, free, node, until);
  }

  private static List<TaskRow> lease(Tx tx, List<TaskRow> free, String node, long until)
      throws SQLException {
    final PreparedStatement update =
        tx.sql(
            "UPDATE tasks SET attempts = attempts + 1, lease_owner = ?, free_at = max(due_at, ?)"
                + " WHERE queue = ? AND number = ?");
    final List<TaskRow> leased = new ArrayList<>(free.size());
    for (TaskRow row : free) {
      update.setString(1, node);
      update.setLong(2, until);
      update.setString(3, row.queue());
      update.setLong(4, row.number());
      update.executeUpdate();
      leased.add(row.leased());
    }
    return leased;
  }

  /// Postpones a task, unless it was leased again or rewritten.
  static int putOff(Tx tx, Task task, Instant dueAt) throws SQLException {
    final PreparedStatement update =
        tx.sql(
            "UPDATE tasks SET due_at = ?, free_at = ?, lease_owner = NULL, futile = ?,"
                + " failures = ? WHERE queue = ? AND number = ? AND attempts = ? AND due_at = ?");
    update.setLong(1, Times.nanos(dueAt));
    update.setLong(2, Times.nanos(dueAt));
    update.setInt(3, task.futile());
    update.setInt(4, task.failures());
    update.setString(5, task.queue());
    update.setLong(6, task.number());
    update.setInt(7, task.attempts());
    update.setLong(8, Times.nanos(task.dueAt()));
    return update.executeUpdate();
  }
}
