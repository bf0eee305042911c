package dev.agentpay.payments;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Position;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.FreeText;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A query for sessions. Results are sorted newest first.
///
/// @param owner only this agent's sessions; empty: all agents
/// @param reference only sessions with exactly this reference; empty: any
/// @param startedFrom only sessions that started at this time or later; empty: any time
/// @param startedBefore only sessions that started before this time; empty: any time
/// @param states only sessions in one of these states; empty: any
/// @param call only sessions on this call; empty: any
/// @param after only sessions behind this place in the list; empty: from its start
/// @param limit maximum number of results, 1 to [EventStore#MAX_ROWS]
public record SessionQuery(
    Optional<AgentId> owner,
    Optional<String> reference,
    Optional<Instant> startedFrom,
    Optional<Instant> startedBefore,
    Set<SessionState> states,
    Optional<CallSid> call,
    Optional<Position> after,
    int limit) {
  /// All sessions.
  public static final SessionQuery ALL =
      new SessionQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          EventStore.MAX_ROWS);

  public SessionQuery {
    reference = reference.map(FreeText::normalized);
    states = Set.copyOf(states);
    if (limit < 1 || limit > EventStore.MAX_ROWS) {
      throw new IllegalArgumentException("limit must be 1 to " + EventStore.MAX_ROWS);
    }
  }

  /// Finds the open sessions on a call.
  public static SessionQuery openOn(CallSid call) {
    return ALL.in(SessionState.OPEN).on(Optional.of(call));
  }

  /// Finds the sessions of which we do not know yet whether they charged.
  public static SessionQuery unconfirmed() {
    return ALL.in(Set.of(SessionState.UNCONFIRMED));
  }

  /// Returns the place of a session in every list that contains it.
  public static Position positionOf(PaySession session) {
    return new Position(session.startedAt(), session.id().value());
  }

  public SessionQuery ownedBy(Optional<AgentId> agent) {
    return new SessionQuery(
        agent, reference, startedFrom, startedBefore, states, call, after, limit);
  }

  public SessionQuery withReference(Optional<String> text) {
    return new SessionQuery(owner, text, startedFrom, startedBefore, states, call, after, limit);
  }

  public SessionQuery since(Optional<Instant> start) {
    return new SessionQuery(owner, reference, start, startedBefore, states, call, after, limit);
  }

  public SessionQuery before(Optional<Instant> end) {
    return new SessionQuery(owner, reference, startedFrom, end, states, call, after, limit);
  }

  public SessionQuery in(Set<SessionState> some) {
    return new SessionQuery(owner, reference, startedFrom, startedBefore, some, call, after, limit);
  }

  public SessionQuery on(Optional<CallSid> sid) {
    return new SessionQuery(
        owner, reference, startedFrom, startedBefore, states, sid, after, limit);
  }

  public SessionQuery after(Optional<Position> last) {
    return new SessionQuery(
        owner, reference, startedFrom, startedBefore, states, call, last, limit);
  }

  public SessionQuery atMost(int rows) {
    return new SessionQuery(
        owner, reference, startedFrom, startedBefore, states, call, after, rows);
  }

  /// Converts this query to a query of the event store.
  Query toQuery() {
    Query query =
        Query.ALL
            .ownedBy(owner)
            .since(startedFrom)
            .before(startedBefore)
            .in(states.stream().map(Enum::name).collect(Collectors.toUnmodifiableSet()))
            .after(after)
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
