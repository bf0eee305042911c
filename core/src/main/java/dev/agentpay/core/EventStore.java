package dev.agentpay.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The log of all streams, with the newest state of each.
///
/// Every method blocks and may throw [StoreUnavailableException]: nothing changed then as far as is
/// known, and trying again later is right.
public interface EventStore {
  /// Most rows that a query gives back; a page of a list, not a report.
  int MAX_ROWS = 500;

  /// Writes events, the state they lead to, and their tasks, all or nothing. Durable (fdatasync)
  /// when this returns [AppendResult.Appended].
  AppendResult append(Append append);

  /// The newest state of a stream, if it has begun.
  Optional<Aggregate> load(StreamId stream);

  /// A stream's events after a number, oldest first, at most [#MAX_ROWS].
  List<Recorded> events(StreamId stream, long after);

  /// The session that a Payment belongs to.
  Optional<SessionId> sessionOf(PaymentSid payment);

  /// The session that holds a call: the one that is open on it (see [PaySession#holdsCall]).
  Optional<SessionId> holderOf(CallSid call);

  /// Sessions by what is asked for, newest first.
  List<PaySession> sessions(SessionQuery query);

  /// Calls that have not ended, newest first, at most [#MAX_ROWS].
  ///
  /// @param owner whose; empty: everybody's
  List<Call> liveCalls(Optional<AgentId> owner);

  /// Calls that have not ended and are nobody's, newest first, at most [#MAX_ROWS].
  List<Call> unmatchedCalls();

  /// Calls that have not ended, the longest first, at most [#MAX_ROWS].
  List<Call> longestCalls();

  /// Calls whose callers hear music until somebody is ready, the longest first, at most
  /// [#MAX_ROWS].
  List<Call> waitingCalls();

  /// Agents who are ready for a call, longest idle first, at most [#MAX_ROWS].
  List<Agent> readyAgents();

  /// Agents whom a call keeps, longest first, at most [#MAX_ROWS].
  List<Agent> busyAgents();

  /// What an earlier request with this key led to.
  Optional<RequestKey> request(String owner, String key);

  /// One atomic write.
  ///
  /// @param expectedVersion the number of the stream's newest event as the writer knows it
  /// @param events numbered from `expectedVersion + 1`
  /// @param after what they lead to
  /// @param put tasks written, each replacing one of the same number
  /// @param remove numbers of the session's tasks that are settled
  /// @param request the request that caused it, remembered so that its repetition finds it
  record Append(
      StreamId stream,
      long expectedVersion,
      List<Recorded> events,
      Aggregate after,
      List<Task> put,
      Set<Long> remove,
      Optional<RequestKey> request) {
    public Append {
      events = List.copyOf(events);
      put = List.copyOf(put);
      remove = Set.copyOf(remove);
    }
  }

  /// What became of an append.
  sealed interface AppendResult {
    /// It is durable.
    record Appended() implements AppendResult {}

    /// Somebody else wrote to the stream first: load, decide and append again.
    record LostRace() implements AppendResult {}

    /// Another session holds the call.
    record CallHeld(SessionId holder) implements AppendResult {}

    /// The request's key was used before, for this.
    record RequestSeen(RequestKey request) implements AppendResult {}
  }

  /// An `Idempotency-Key` and what it was used for. Kept for at least 24 hours.
  ///
  /// @param owner who sent it; keys of two owners are two keys
  /// @param key as it was sent
  /// @param fingerprint of the request, so that another request under the same key is noticed
  /// @param stream what the request wrote to
  record RequestKey(String owner, String key, String fingerprint, StreamId stream) {
    /// Longest key that is taken.
    public static final int MAX_KEY = 128;
  }

  /// Which sessions are wanted.
  ///
  /// @param owner whose; empty: everybody's
  /// @param reference exactly this reference; empty: any
  /// @param startedFrom started then or later; empty: any time
  /// @param states in one of these; empty: any
  /// @param call on this call; empty: any
  /// @param limit at most so many, 1 to [#MAX_ROWS]
  record SessionQuery(
      Optional<AgentId> owner,
      Optional<String> reference,
      Optional<Instant> startedFrom,
      Set<SessionState> states,
      Optional<CallSid> call,
      int limit) {
    public SessionQuery {
      states = Set.copyOf(states);
      if (limit < 1 || limit > MAX_ROWS) {
        throw new IllegalArgumentException("limit is 1 to " + MAX_ROWS);
      }
    }
  }
}
