package dev.agentpay.store.sqlite;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.AggregateType;
import dev.agentpay.events.IndexColumns;
import dev.agentpay.store.Times;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The indexed columns of a stream's row.
///
/// @param keys values of the lookup keys in the order of their registration; null if a key is
///   absent
record Columns(
    @Nullable String owner,
    String state,
    boolean open,
    @Nullable String holds,
    List<@Nullable String> keys,
    long orderedAt) {
  /// Column names in the order of [#bind] and [#read].
  static final String NAMES = "owner, state, open, holds, key1, key2, key3, ordered_at";

  static Columns of(AggregateType<?> type, Aggregate state) {
    final IndexColumns columns = type.columnsOf(state);
    final List<@Nullable String> keys = new ArrayList<>();
    for (String name : type.keys()) {
      keys.add(columns.keys().get(name));
    }
    while (keys.size() < AggregateType.MAX_KEYS) {
      keys.add(null);
    }
    return new Columns(
        state.owner().map(AgentId::value).orElse(null),
        columns.state(),
        columns.open(),
        columns.holds().orElse(null),
        Collections.unmodifiableList(keys),
        Times.nanos(columns.orderedAt()));
  }

  /// @param first index of the first column
  static Columns read(ResultSet row, int first) throws SQLException {
    final List<@Nullable String> keys = new ArrayList<>();
    for (int i = 0; i < AggregateType.MAX_KEYS; i++) {
      keys.add(row.getString(first + 4 + i));
    }
    return new Columns(
        row.getString(first),
        row.getString(first + 1),
        row.getBoolean(first + 2),
        row.getString(first + 3),
        Collections.unmodifiableList(keys),
        row.getLong(first + 4 + AggregateType.MAX_KEYS));
  }

  /// @return index of the next parameter
  int bind(PreparedStatement statement, int first) throws SQLException {
    int next = first;
    statement.setString(next++, owner);
    statement.setString(next++, state);
    statement.setInt(next++, open ? 1 : 0);
    statement.setString(next++, holds);
    for (String key : keys) {
      statement.setString(next++, key);
    }
    statement.setLong(next++, orderedAt);
    return next;
  }

  /// Whether an update from the other values to these changes no index of open streams.
  boolean hasSameIndexedValues(Columns other) {
    return equals(
        new Columns(other.owner, state, other.open, other.holds, other.keys, other.orderedAt));
  }
}
