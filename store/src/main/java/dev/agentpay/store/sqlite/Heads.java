package dev.agentpay.store.sqlite;

import dev.agentpay.events.BoundedMap;
import dev.agentpay.events.StreamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cache of the latest versions of recently written streams, so that an append does not have to
/// read them first. It is always correct, because nobody else writes to the file.
final class Heads {
  /// More than the number of streams that are open at a time on one node. An entry takes a few
  /// hundred bytes.
  private static final int MAX_STREAMS = 20_000;

  private final Map<StreamId, Head> heads = new BoundedMap<>(MAX_STREAMS);

  /// @param id id of the stream's row
  record Head(long id, long version, Columns columns) {}

  @Nullable Head find(StreamId stream) {
    return heads.get(stream);
  }

  /// Returns the head of a stream from the cache or from its row; null if the stream does not
  /// exist.
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

  void put(StreamId stream, Head head) {
    heads.put(stream, head);
  }

  void clear() {
    heads.clear();
  }
}
