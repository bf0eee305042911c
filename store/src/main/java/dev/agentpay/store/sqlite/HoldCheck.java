package dev.agentpay.store.sqlite;

import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore.AppendResult;
import dev.agentpay.events.EventStore.Held;
import dev.agentpay.events.StreamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks the names that the streams of one append take and release.
final class HoldCheck {
  private final Tx tx;
  private final List<StreamWrite> streams;
  private final List<Append.Hold> moved = new ArrayList<>();

  HoldCheck(Tx tx, List<StreamWrite> streams) {
    this.tx = tx;
    this.streams = streams;
  }

  /// Checks that no other stream would hold one of the names after the append.
  ///
  /// @param heads heads of the existing streams
  /// @return the conflict, if any
  Optional<AppendResult> check(Set<Append.Hold> free, Map<StreamId, Heads.Head> heads)
      throws SQLException {
    for (Append.Hold hold : free) {
      final Optional<StreamId> keeper = holder(hold).filter(s -> keeps(s, hold));
      if (keeper.isPresent()) {
        return Optional.of(new Held(hold, keeper.get()));
      }
    }
    final Map<Append.Hold, StreamId> taken = new HashMap<>();
    for (StreamWrite stream : streams) {
      final Optional<Append.Hold> takes = stream.takes(heads.get(stream.stream()));
      if (takes.isPresent()) {
        final Append.Hold hold = takes.get();
        final Optional<StreamId> before = holder(hold);
        final Optional<StreamId> other =
            before
                .filter(s -> keeps(s, hold))
                .or(() -> Optional.ofNullable(taken.putIfAbsent(hold, stream.stream())));
        if (other.isPresent()) {
          return Optional.of(new Held(hold, other.get()));
        }
        if (before.isPresent()) {
          moved.add(hold);
        }
      }
    }
    return Optional.empty();
  }

  /// Releases the names that move from one stream to another, so that the order of the writes does
  /// not matter.
  void release() throws SQLException {
    for (Append.Hold hold : moved) {
      final PreparedStatement update =
          tx.sql("UPDATE streams SET holds = NULL WHERE kind = ? AND holds = ?");
      update.setString(1, hold.kind());
      update.setString(2, hold.name());
      update.executeUpdate();
    }
  }

  private boolean keeps(StreamId holder, Append.Hold hold) {
    return streams.stream()
        .filter(stream -> stream.stream().equals(holder))
        .allMatch(stream -> stream.holds().equals(Optional.of(hold)));
  }

  private Optional<StreamId> holder(Append.Hold hold) throws SQLException {
    final PreparedStatement select = tx.sql("SELECT key FROM streams WHERE kind = ? AND holds = ?");
    select.setString(1, hold.kind());
    select.setString(2, hold.name());
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new StreamId(hold.kind(), row.getString(1)))
          : Optional.empty();
    }
  }
}
