package dev.agentpay.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The rows of the outbox, as the writer sees them.
///
/// `free_at` is when a row may be leased: when it is due, or when its last lease is over. So one
/// index finds what a sweep may take, and a node that died needs no cleaning up after.
final class Tasks {
  /// Nothing but the lowest instruction of a session may go, and its deadline, whose number is 0.
  private static final String LEASABLE =
      "NOT EXISTS (SELECT 1 FROM tasks AS lower WHERE lower.session = tasks.session"
          + " AND lower.number > 0 AND lower.number < tasks.number)";

  /// When the earliest is free that may be leased; no row when there is none.
  static final String NEXT_FREE =
      "SELECT free_at FROM tasks WHERE " + LEASABLE + " ORDER BY free_at LIMIT 1";

  private static final String ROW = "SELECT session, number, type, body, due_at, attempts";

  private Tasks() {}

  static void put(Tx tx, TaskRow task) throws SQLException {
    final PreparedStatement put =
        tx.sql(
            "INSERT OR REPLACE INTO tasks (session, number, type, body, due_at, attempts, free_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    put.setString(1, task.session());
    put.setLong(2, task.number());
    put.setString(3, task.type());
    put.setString(4, task.body());
    put.setLong(5, task.dueAt());
    put.setInt(6, task.attempts());
    put.setLong(7, task.dueAt());
    put.executeUpdate();
  }

  static void remove(Tx tx, String session, long number) throws SQLException {
    final PreparedStatement delete = tx.sql("DELETE FROM tasks WHERE session = ? AND number = ?");
    delete.setString(1, session);
    delete.setLong(2, number);
    delete.executeUpdate();
  }

  static List<TaskRow> leaseNext(Tx tx, String session, String node, long now, long until)
      throws SQLException {
    final PreparedStatement select =
        tx.sql(
            ROW
                + ", free_at FROM tasks WHERE session = ? AND number > 0"
                + " ORDER BY number LIMIT 1");
    select.setString(1, session);
    final List<TaskRow> free = new ArrayList<>(1);
    try (ResultSet row = select.executeQuery()) {
      if (row.next() && row.getLong(7) <= now) {
        free.add(TaskRow.of(row));
      }
    }
    return lease(tx, free, node, until);
  }

  static List<TaskRow> leaseDue(Tx tx, String node, long now, long until, int most)
      throws SQLException {
    final PreparedStatement select =
        tx.sql(
            ROW
                + " FROM tasks WHERE free_at <= ? AND "
                + LEASABLE
                + " ORDER BY due_at, session, number LIMIT ?");
    select.setLong(1, now);
    select.setInt(2, most);
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
                + " WHERE session = ? AND number = ?");
    final List<TaskRow> leased = new ArrayList<>(free.size());
    for (TaskRow row : free) {
      update.setString(1, node);
      update.setLong(2, until);
      update.setString(3, row.session());
      update.setLong(4, row.number());
      update.executeUpdate();
      leased.add(
          new TaskRow(
              row.session(),
              row.number(),
              row.type(),
              row.body(),
              row.dueAt(),
              row.attempts() + 1));
    }
    return leased;
  }

  /// The number of attempts tells one lease from the next: a task that was leased again or written
  /// anew meanwhile is not this caller's to give back.
  static int putOff(Tx tx, String session, long number, int attempts, long dueAt)
      throws SQLException {
    final PreparedStatement update =
        tx.sql(
            "UPDATE tasks SET due_at = ?, free_at = ?, lease_owner = NULL"
                + " WHERE session = ? AND number = ? AND attempts = ?");
    update.setLong(1, dueAt);
    update.setLong(2, dueAt);
    update.setString(3, session);
    update.setLong(4, number);
    update.setInt(5, attempts);
    return update.executeUpdate();
  }
}
