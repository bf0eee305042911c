package dev.agentpay.store;

import dev.agentpay.core.EventStore.SessionQuery;
import dev.agentpay.core.SessionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A question for sessions as SQL. It names the index to go by, since SQLite, which knows nothing
/// of how many rows there are, would rather walk through an agent's whole history than through the
/// few sessions that are open.
///
/// @param sql gives each session's body and key, newest first
/// @param values of the names in it
record SessionSearch(String sql, Map<String, Object> values) {

  static SessionSearch of(SessionQuery query) {
    final List<String> where = new ArrayList<>(List.of("kind = 'SESSION'"));
    final Map<String, Object> values = new HashMap<>();
    query.owner().ifPresent(owner -> add(where, values, "owner = :owner", owner.value()));
    query
        .startedFrom()
        .ifPresent(from -> add(where, values, "ordered_at >= :from", Times.nanos(from)));
    query.call().ifPresent(call -> add(where, values, "call = :call", call.value()));
    query
        .reference()
        .ifPresent(
            reference -> {
              if (reference.isEmpty()) {
                where.add("reference IS NULL");
              } else {
                add(where, values, "reference = :reference", reference);
              }
            });
    if (!query.states().isEmpty()) {
      where.add(
          query.states().stream()
              .map(state -> "'" + state.name() + "'")
              .sorted()
              .collect(Collectors.joining(", ", "state IN (", ")")));
    }
    if (isOpenOnly(query)) {
      where.add("open = 1"); // follows from the states; without it the small index is not usable
    } else if (isEndedOnly(query)) {
      where.add("open = 0");
    }
    return new SessionSearch(
        "SELECT body, key FROM streams %s WHERE %s ORDER BY ordered_at DESC, id DESC LIMIT %d"
            .formatted(index(query, values), String.join(" AND ", where), query.limit()),
        values);
  }

  private static void add(
      List<String> where, Map<String, Object> values, String condition, Object value) {
    where.add(condition);
    values.put(condition.substring(condition.indexOf(':') + 1), value);
  }

  private static String index(SessionQuery query, Map<String, Object> values) {
    if (values.containsKey("call")) {
      return "INDEXED BY streams_call";
    }
    if (values.containsKey("reference")) {
      return "INDEXED BY streams_reference";
    }
    return isOpenOnly(query) ? "INDEXED BY streams_open" : "";
  }

  private static boolean isOpenOnly(SessionQuery query) {
    return !query.states().isEmpty() && query.states().stream().noneMatch(SessionState::isFinal);
  }

  private static boolean isEndedOnly(SessionQuery query) {
    return !query.states().isEmpty() && query.states().stream().allMatch(SessionState::isFinal);
  }
}
