package dev.agentpay.store.sqlite;

import dev.agentpay.events.EventEnvelope;
import dev.agentpay.store.Logged;
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

/// The one connection that writes, and the transaction that is open on it. Used by the writer's
/// thread alone.
final class Tx implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tx.class);

  private final Opener opener;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Heads heads = new Heads();
  private @Nullable Connection connection;
  private List<Logged> logged = new ArrayList<>();
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

  /// A statement that is prepared once.
  PreparedStatement sql(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection().prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /// What is known of the streams that were written last.
  Heads heads() {
    return heads;
  }

  /// The place of an event that this transaction writes.
  long next(EventEnvelope recorded) {
    logged.add(new Logged(++newestSeq, recorded));
    return newestSeq;
  }

  /// The place of the newest event, this transaction's included.
  long lastSeq() {
    return newestSeq;
  }

  /// Makes it durable.
  ///
  /// @return the events that are durable now
  /// @throws SQLException when it is not, or not known to be
  List<Logged> commit() throws SQLException {
    final List<Logged> tried = logged;
    final long last = newestSeq;
    try {
      connection().commit();
    } catch (SQLException e) {
      // The driver does more after the commit itself. Whether that went through, the log knows.
      renew();
      connection();
      if (tried.isEmpty() || newestSeq != last) {
        throw e;
      }
      LOG.warn("a commit went through although it was reported as failed", e);
    }
    logged = new ArrayList<>();
    return tried;
  }

  /// Undoes what is not committed and begins anew. On a new connection: after an error SQLite may
  /// have ended the transaction by itself and its driver the statement, so that neither is what the
  /// old one believes.
  void renew() {
    logged = new ArrayList<>();
    heads.clear();
    statements.clear();
    try {
      close();
    } catch (SQLException e) {
      LOG.warn("a failed connection was not closed cleanly", e);
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
