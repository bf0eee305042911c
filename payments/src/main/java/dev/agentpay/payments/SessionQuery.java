package dev.agentpay.payments;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A query for sessions. Results are sorted newest first.
///
/// @param owner only this agent's sessions; empty: all agents
/// @param reference only sessions with exactly this reference; empty: any
/// @param startedFrom only sessions that started at this time or later; empty: any time
/// @param states only sessions in one of these states; empty: any
/// @param call only sessions on this call; empty: any
/// @param limit maximum number of results, 1 to [EventStore#MAX_ROWS]
public record SessionQuery(
    Optional<AgentId> owner,
    Optional<String> reference,
    Optional<Instant> startedFrom,
    Set<SessionState> states,
    Optional<CallSid> call,
    int limit) {
  public SessionQuery {
    states = Set.copyOf(states);
    if (limit < 1 || limit > EventStore.MAX_ROWS) {
      throw new IllegalArgumentException("limit must be 1 to " + EventStore.MAX_ROWS);
    }
  }

  /// Finds the open sessions on a call.
  public static SessionQuery openOn(CallSid call) {
    return new SessionQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SessionState.OPEN,
        Optional.of(call),
        EventStore.MAX_ROWS);
  }

  /// Finds the sessions of which we do not know yet whether they charged.
  public static SessionQuery unconfirmed() {
    return new SessionQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(SessionState.UNCONFIRMED),
        Optional.empty(),
        EventStore.MAX_ROWS);
  }

  /// Converts this query to a query of the event store.
  Query toQuery() {
    Query query =
        Query.ALL
            .ownedBy(owner)
            .since(startedFrom)
            .in(states.stream().map(Enum::name).collect(Collectors.toUnmodifiableSet()))
            .atMost(limit);
    if (call.isPresent()) {
      query = query.with(PaymentSchema.CALL, call.get().value());
    }
    if (reference.isPresent()) {
      query = query.with(PaymentSchema.REFERENCE, reference.get());
    }
    return areAll(false) ? query.open(true) : areAll(true) ? query.open(false) : query;
  }

  private boolean areAll(boolean isFinal) {
    return !states.isEmpty() && states.stream().allMatch(state -> state.isFinal() == isFinal);
  }
}
