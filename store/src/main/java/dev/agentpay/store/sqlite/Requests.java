package dev.agentpay.store.sqlite;

import dev.agentpay.events.Append.RequestKey;
import dev.agentpay.events.StreamId;
import dev.agentpay.store.Times;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Statements for the table of idempotency keys.
final class Requests {
  /// How long an `Idempotency-Key` is stored: one day, as clients expect.
  static final Duration RETENTION = Duration.ofHours(24);

  /// Maximum number of rows that one purge deletes. It takes a few milliseconds, so that no append
  /// waits for long.
  static final int MAX_PURGED = 500;

  private Requests() {}

  static Optional<RequestKey> find(Tx tx, RequestKey request) throws SQLException {
    final PreparedStatement select =
        tx.sql("SELECT fingerprint, kind, stream_key FROM requests WHERE owner = ? AND key = ?");
    select.setString(1, request.owner());
    select.setString(2, request.key());
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(
              new RequestKey(
                  request.owner(),
                  request.key(),
                  row.getString(1),
                  new StreamId(row.getString(2), row.getString(3))))
          : Optional.empty();
    }
  }

  static void put(Tx tx, RequestKey request, Instant now) throws SQLException {
    final PreparedStatement insert =
        tx.sql(
            "INSERT INTO requests (owner, key, fingerprint, kind, stream_key, at)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    insert.setString(1, request.owner());
    insert.setString(2, request.key());
    insert.setString(3, request.fingerprint());
    insert.setString(4, request.stream().kind());
    insert.setString(5, request.stream().key());
    insert.setLong(6, Times.nanos(now));
    insert.executeUpdate();
  }

  /// Deletes the oldest expired rows.
  ///
  /// @return number of deleted rows
  static int purge(Tx tx, Instant now) throws SQLException {
    final PreparedStatement delete =
        tx.sql(
            "DELETE FROM requests WHERE id IN"
                + " (SELECT id FROM requests WHERE at < ? ORDER BY at LIMIT "
                + MAX_PURGED
                + ")");
    delete.setLong(1, Times.nanos(now.minus(RETENTION)));
    return delete.executeUpdate();
  }
}
