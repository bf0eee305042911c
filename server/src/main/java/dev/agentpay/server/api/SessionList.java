package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query.Position;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.Paging;
import dev.agentpay.server.http.Query;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A request for a page of a list of sessions.
///
/// @param query restricted to the user's own sessions if the user is an agent
record SessionList(SessionQuery query, Paging<Position> paging) {
  /// Default length of a page.
  private static final int DEFAULT_LIMIT = 50;

  /// Reads the query of a request. Supervisors may filter by agent.
  static SessionList of(Context ctx) {
    final Caller caller = Authenticator.caller(ctx);
    final Set<String> known =
        new HashSet<>(Set.of("reference", "from", "to", "state", Paging.LIMIT, Paging.CURSOR));
    if (caller.isSupervisor()) {
      known.add("agent");
    }
    final Query query = Query.of(ctx, known);
    final Optional<AgentId> agent = query.parsed("agent", AgentId::new);
    final Optional<Instant> from = query.parsed("from", SessionList::instant);
    final Optional<Instant> to = query.parsed("to", SessionList::instant);
    final Set<SessionState> states = query.parsed("state", SessionList::states).orElse(Set.of());
    final Paging<Position> paging =
        Paging.of(ctx, query, Paging.STREAM, DEFAULT_LIMIT, EventStore.MAX_ROWS);
    query.done();
    return new SessionList(
        SessionQuery.ALL
            .ownedBy(Permissions.restrictedTo(caller).or(() -> agent))
            .withReference(query.text("reference"))
            .since(from)
            .before(to)
            .in(states)
            .after(paging.after())
            .atMost(paging.limit()),
        paging);
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
}
