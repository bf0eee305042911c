package dev.agentpay.store.sqlite;

import dev.agentpay.events.BoundedMap;
import dev.agentpay.events.StreamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the writer knows of the streams that it wrote last, so that an append need not read first.
/// Right because nobody else writes to the file.
final class Heads {
  /// More streams than are open at a time on one node; each is a few hundred bytes.
  private static final int MAX = 20_000;

  private final Map<StreamId, Head> heads = new BoundedMap<>(MAX);

  /// @param id the stream's row
  record Head(long id, long version, Columns columns) {}

  @Nullable Head find(StreamId stream) {
    return heads.get(stream);
  }

  /// What is known of a stream, else what its row says; null when it has not begun.
  static @Nullable Head read(Tx tx, StreamId stream) throws SQLException {
    final @Nullable Head known = tx.heads().find(stream);
    if (known != null) {
      return known;
    }
    final PreparedStatement select =
        tx.sql("SELECT id, version, " + Columns.NAMES + " FROM streams WHERE kind = ? AND key = ?");
    select.setString(1, stream.kind());
    select.setString(2, stream.key());
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new Head(row.getLong(1), row.getLong(2), Columns.read(row, 3)) : null;
    }
  }

  void keep(StreamId stream, Head head) {
    heads.put(stream, head);
  }

  void clear() {
    heads.clear();
  }
}
