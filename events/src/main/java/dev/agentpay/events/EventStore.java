package dev.agentpay.events;

import dev.agentpay.events.Query.Page;
import java.util.List;
import java.util.Optional;

/// The event log of all streams, with the latest state of each.
///
/// Every method blocks and may throw [StoreUnavailableException]: then nothing has changed as far
/// as is known; try again later.
public interface EventStore {
  /// Maximum number of rows that a query returns.
  int MAX_ROWS = 500;

  /// Writes to one or more streams, atomically. Durable (fdatasync) when it returns [Appended].
  ///
  /// The conditions of the append hold until it is durable: between the check and the commit,
  /// nobody can write to a stream that must be unchanged, or take a name that must be free.
  AppendResult append(Append append);

  /// Loads the latest state of a stream; empty if it has no events.
  Optional<Aggregate> load(StreamId stream);

  /// Loads the latest state of the aggregate with this key; empty if it has no events.
  default <A extends Aggregate> Optional<A> load(AggregateType<A> type, String key) {
    return load(type.stream(key)).map(type::cast);
  }

  /// Returns a stream's events after a number, oldest first, at most [#MAX_ROWS].
  List<EventEnvelope> events(StreamId stream, long after);

  /// Returns the key of the stream that holds this name.
  Optional<String> holder(Append.Hold hold);

  /// Returns the latest states of one kind that match the query.
  <A extends Aggregate> List<A> find(AggregateType<A> type, Query query);

  /// Like [#find], but skips and logs states that cannot be read. For display, and for jobs that
  /// process one state after another, where a damaged row must not hide the others. Do not base a
  /// decision on the absence of a state here.
  default <A extends Aggregate> List<A> findReadable(AggregateType<A> type, Query query) {
    return page(type, query).items();
  }

  /// Returns the page that [#findReadable] returns, and where the next one begins. Streams that are
  /// added between two pages neither repeat nor hide others.
  <A extends Aggregate> Page<A> page(AggregateType<A> type, Query query);

  /// Whether any state of one kind matches the query, including states that this version cannot
  /// read.
  boolean any(AggregateType<?> type, Query query);

  /// Returns what an earlier request with this key led to.
  Optional<Append.RequestKey> request(String owner, String key);

  /// Result of an append.
  sealed interface AppendResult {}

  /// The append is durable.
  record Appended() implements AppendResult {}

  /// Another writer changed this stream first: load, decide and append again.
  record LostRace(StreamId stream) implements AppendResult {}

  /// Another stream holds a name that the append takes or requires to be free.
  record Held(Append.Hold hold, StreamId holder) implements AppendResult {}

  /// The task that the append completes was leased again or removed: the writer took longer than
  /// its lease.
  record LeaseLost(Task.Id task) implements AppendResult {}

  /// The request's key was used before, for this request.
  record RequestSeen(Append.RequestKey request) implements AppendResult {}
}
