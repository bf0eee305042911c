package dev.agentpay.store.sqlite;

import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Query;
import dev.agentpay.store.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A query for streams as SQL. It names the index to use. Without statistics about the number of
/// rows, SQLite would scan an agent's whole history instead of the few open streams.
///
/// Each index ends with the time, so that SQLite reads the rows in the order of the list and stops
/// at the limit. Ended streams in one of several states are one search for each state, merged by
/// time. Only open streams of all agents are sorted; they are few.
///
/// @param sql selects each stream's body, key and time
/// @param values values of its named parameters
record StreamSearch(String sql, Map<String, Object> values) {
  /// The last row of the page before. Rows of the same time are in the order in which the streams
  /// began.
  private static final String LAST =
      "(:afterTime, (SELECT id FROM streams WHERE kind = :kind AND key = :afterKey))";

  static StreamSearch of(AggregateType<?> type, Query query) {
    return of(type, query, query.limit());
  }

  /// @param limit used instead of the query's
  static StreamSearch of(AggregateType<?> type, Query query, int limit) {
    final Map<String, Object> values = new HashMap<>(Map.of("kind", type.kind()));
    final List<String> where = new ArrayList<>(List.of("kind = :kind"));
    addColumns(where, values, type, query);
    addTimes(where, values, query);
    return new StreamSearch(
        "%s ORDER BY ordered_at%2$s, id%2$s LIMIT %3$s"
            .formatted(
                String.join(" UNION ALL ", searches(where, values, type, query)),
                query.oldestFirst() ? "" : " DESC",
                limit),
        values);
  }

  private static void addColumns(
      List<String> where, Map<String, Object> values, AggregateType<?> type, Query query) {
    query.owner().ifPresent(owner -> add(where, values, "owner = :owner", owner.value()));
    if (query.unowned()) {
      where.add("owner IS NULL");
    }
    for (Query.Key key : query.keys()) {
      final String column = column(type, key);
      if (key.value().isEmpty()) {
        where.add(column + " IS NULL");
      } else {
        // Number the parameters, because a query may contain a key twice.
        final String condition = "%s = :value%s".formatted(column, values.size());
        add(where, values, condition, key.value());
      }
    }
  }

  private static void addTimes(List<String> where, Map<String, Object> values, Query query) {
    query.from().ifPresent(from -> add(where, values, "ordered_at >= :from", Times.nanos(from)));
    query.to().ifPresent(to -> add(where, values, "ordered_at < :to", Times.nanos(to)));
    query
        .after()
        .ifPresent(
            last -> {
              where.add("(ordered_at, id) " + (query.oldestFirst() ? "> " : "< ") + LAST);
              values.put("afterTime", Times.nanos(last.orderedAt()));
              values.put("afterKey", last.key());
            });
  }

  /// Returns the parts of the query. Each reads one index in the order of time.
  private static List<String> searches(
      List<String> where, Map<String, Object> values, AggregateType<?> type, Query query) {
    final boolean isOwned = query.owner().isPresent() || query.unowned();
    final Optional<String> key = keyIndex(type, query);
    final Optional<String> states = states(values, query);
    if (key.isPresent() || query.states().isEmpty() || query.open().equals(Optional.of(true))) {
      final Optional<String> open = query.open().map(is -> "open = " + (is ? 1 : 0));
      final String rest = isOwned ? "streams_owner" : "streams_time";
      final String index =
          key.orElse(query.open().equals(Optional.of(true)) ? "streams_open" : rest);
      return List.of(select(index, where, Stream.concat(states.stream(), open.stream()).toList()));
    }
    final List<String> searches = new ArrayList<>();
    if (query.open().isEmpty()) {
      searches.add(select("streams_open", where, List.of("open = 1", states.orElseThrow())));
    }
    final String ended = isOwned ? "streams_owner_ended" : "streams_ended";
    for (int i = 0; i < query.states().size(); i++) {
      searches.add(select(ended, where, List.of("open = 0", "state = :state" + i)));
    }
    return searches;
  }

  private static String select(String index, List<String> where, List<String> more) {
    return Stream.concat(where.stream(), more.stream())
        .collect(
            Collectors.joining(
                " AND ",
                "SELECT body, key, ordered_at, id FROM streams INDEXED BY " + index + " WHERE ",
                ""));
  }

  private static void add(
      List<String> where, Map<String, Object> values, String condition, Object value) {
    where.add(condition);
    values.put(condition.substring(condition.indexOf(':') + 1), value);
  }

  /// Adds the states to the values. Returns the condition that a stream is in one of them.
  private static Optional<String> states(Map<String, Object> values, Query query) {
    final List<String> sorted = query.states().stream().sorted().toList();
    final List<String> names = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      names.add(":state" + i);
      values.put("state" + i, sorted.get(i));
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(names.stream().collect(Collectors.joining(", ", "state IN (", ")")));
  }

  private static String column(AggregateType<?> type, Query.Key key) {
    final int index = type.keys().indexOf(key.name());
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has only the lookup keys %s; got %s".formatted(type.kind(), type.keys(), key.name()));
    }
    return "key" + (index + 1);
  }

  private static Optional<String> keyIndex(AggregateType<?> type, Query query) {
    return query.keys().stream()
        .filter(key -> !key.value().isEmpty())
        .findFirst()
        .map(key -> "streams_" + column(type, key));
  }
}
