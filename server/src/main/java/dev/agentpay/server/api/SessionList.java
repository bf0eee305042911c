package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.Query;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Reads the query of a request for a list of sessions.
final class SessionList {
  /// Default length of a list.
  private static final int DEFAULT_LIMIT = 50;

  private SessionList() {}

  /// Restricts agents to their own sessions; supervisors may filter by agent.
  static SessionQuery query(Context ctx) {
    final Caller caller = Authenticator.caller(ctx);
    final Query query =
        Query.of(
            ctx,
            caller.isSupervisor()
                ? Set.of("reference", "from", "state", "limit", "agent")
                : Set.of("reference", "from", "state", "limit"));
    final Optional<AgentId> agent = query.parsed("agent", AgentId::new);
    final Optional<Instant> from = query.parsed("from", SessionList::instant);
    final Set<SessionState> states = query.parsed("state", SessionList::states).orElse(Set.of());
    final int limit = query.parsed("limit", SessionList::limit).orElse(DEFAULT_LIMIT);
    query.done();
    return new SessionQuery(
        Permissions.restrictedTo(caller).or(() -> agent),
        query.text("reference"),
        from,
        states,
        Optional.empty(),
        limit);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a time such as 2026-01-31T12:00:00Z", e);
    }
  }

  private static Set<SessionState> states(String text) {
    final Set<SessionState> states = new HashSet<>();
    for (String name : text.split(",", -1)) {
      final SessionState state = Names.STATES.get(name);
      if (state == null) {
        throw new IllegalArgumentException(
            "must be one or more of " + String.join(",", Names.STATES.keySet()));
      }
      states.add(state);
    }
    return states;
  }

  private static int limit(String text) {
    final String expected = "must be a number between 1 and " + EventStore.MAX_ROWS;
    try {
      final int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= EventStore.MAX_ROWS) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expected, e);
    }
    throw new IllegalArgumentException(expected);
  }
}
