package dev.agentpay.store.sqlite;

import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Query;
import dev.agentpay.store.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A query for streams as SQL. It names the index to use. Without statistics about the number of
/// rows, SQLite would scan an agent's whole history instead of the few open streams.
///
/// @param sql selects each stream's body and key
/// @param values values of its named parameters
record StreamSearch(String sql, Map<String, Object> values) {
  static StreamSearch of(AggregateType<?> type, Query query) {
    final List<String> where = new ArrayList<>(List.of("kind = :kind"));
    final Map<String, Object> values = new HashMap<>(Map.of("kind", type.kind()));
    query.owner().ifPresent(owner -> add(where, values, "owner = :owner", owner.value()));
    if (query.unowned()) {
      where.add("owner IS NULL");
    }
    query.from().ifPresent(from -> add(where, values, "ordered_at >= :from", Times.nanos(from)));
    for (Query.Key key : query.keys()) {
      final String column = column(type, key);
      if (key.value().isEmpty()) {
        where.add(column + " IS NULL");
      } else {
        // Number the parameters, because a query may contain a key twice.
        final String condition = "%s = :value%d".formatted(column, values.size());
        add(where, values, condition, key.value());
      }
    }
    if (!query.states().isEmpty()) {
      where.add(states(values, query));
    }
    query.open().ifPresent(open -> where.add("open = " + (open ? 1 : 0)));
    return new StreamSearch(
        "SELECT body, key FROM streams %s WHERE %s ORDER BY ordered_at%3$s, id%3$s LIMIT %4$d"
            .formatted(
                index(type, query),
                String.join(" AND ", where),
                query.oldestFirst() ? "" : " DESC",
                query.limit()),
        values);
  }

  private static void add(
      List<String> where, Map<String, Object> values, String condition, Object value) {
    where.add(condition);
    values.put(condition.substring(condition.indexOf(':') + 1), value);
  }

  private static String states(Map<String, Object> values, Query query) {
    final List<String> sorted = query.states().stream().sorted().toList();
    final List<String> names = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      names.add(":state" + i);
      values.put("state" + i, sorted.get(i));
    }
    return names.stream().collect(Collectors.joining(", ", "state IN (", ")"));
  }

  private static String column(AggregateType<?> type, Query.Key key) {
    final int index = type.keys().indexOf(key.name());
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has only the lookup keys %s; got %s".formatted(type.kind(), type.keys(), key.name()));
    }
    return "key" + (index + 1);
  }

  private static String index(AggregateType<?> type, Query query) {
    for (Query.Key key : query.keys()) {
      if (!key.value().isEmpty()) {
        return "INDEXED BY streams_" + column(type, key);
      }
    }
    return query.open().filter(open -> open).map(_ -> "INDEXED BY streams_open").orElse("");
  }
}
