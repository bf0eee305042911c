package dev.agentpay.store.sqlite;

import dev.agentpay.events.EventEnvelope;
import dev.agentpay.store.LoggedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only connection that writes, and its open transaction. Used only by the writer's thread.
final class Tx implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tx.class);

  private final Opener opener;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Heads heads = new Heads();
  private @Nullable Connection connection;
  private List<LoggedEvent> logged = new ArrayList<>();
  private long newestSeq;

  /// Opens a connection without auto-commit.
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  Tx(Opener opener) throws SQLException {
    this.opener = opener;
    connection();
  }

  /// Returns a prepared statement; each statement is prepared only once.
  PreparedStatement sql(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection().prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /// Heads of recently written streams.
  Heads heads() {
    return heads;
  }

  /// Assigns the next sequence number to an event of this transaction.
  long assignSeq(EventEnvelope event) {
    logged.add(new LoggedEvent(++newestSeq, event));
    return newestSeq;
  }

  /// Sequence number of the newest event, including this transaction.
  long lastSeq() {
    return newestSeq;
  }

  /// Commits the transaction.
  ///
  /// @return the events that are now durable
  /// @throws SQLException if the commit failed or its result is unknown
  List<LoggedEvent> commit() throws SQLException {
    final List<LoggedEvent> events = logged;
    final long last = newestSeq;
    try {
      connection().commit();
    } catch (SQLException e) {
      // The driver may fail after the commit itself succeeded. The log shows whether it did.
      renew();
      connection();
      if (events.isEmpty() || newestSeq != last) {
        throw e;
      }
      LOG.warn("A commit succeeded although it was reported as failed", e);
    }
    logged = new ArrayList<>();
    return events;
  }

  /// Rolls back and opens a new connection. After an error, SQLite may have ended the transaction
  /// and the driver may have closed the statement, so the state of the old connection is unknown.
  void renew() {
    logged = new ArrayList<>();
    heads.clear();
    statements.clear();
    try {
      close();
    } catch (SQLException e) {
      LOG.warn("Could not close a failed connection cleanly", e);
    }
    connection = null;
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = opener.open();
      connection = open;
      newestSeq = committedSeq();
    }
    return open;
  }

  private long committedSeq() throws SQLException {
    try (ResultSet rows = sql("SELECT coalesce(max(seq), 0) FROM events").executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }
}
