package dev.agentpay.events;

import java.util.List;
import java.util.Optional;

/// The log of all streams, with the newest state of each.
///
/// Every method blocks and may throw [StoreUnavailableException]: nothing changed then as far as is
/// known, and trying again later is right.
public interface EventStore {
  /// Most rows that a query gives back; a page of a list, not a report.
  int MAX_ROWS = 500;

  /// Writes to one stream or to several, all or nothing. Durable (fdatasync) when this returns
  /// [Appended].
  ///
  /// What the append depends on holds until it is durable: nobody can write to a stream that it
  /// says is unchanged, or take a name that it says is free, between the check and the commit.
  AppendResult append(Append append);

  /// The newest state of a stream, if it has begun.
  Optional<Aggregate> load(StreamId stream);

  /// The newest state of the aggregate with this key, if it has begun.
  default <A extends Aggregate> Optional<A> load(AggregateType<A> type, String key) {
    return load(type.stream(key)).map(type::cast);
  }

  /// A stream's events after a number, oldest first, at most [#MAX_ROWS].
  List<EventEnvelope> events(StreamId stream, long after);

  /// The key of the stream that holds this name.
  Optional<String> holder(Append.Hold hold);

  /// The newest states of one kind by what is asked for.
  <A extends Aggregate> List<A> find(AggregateType<A> type, Query query);

  /// The same without those that cannot be read; the log names them. For showing, and for work on
  /// one after another: one damaged row must not hide the others. Nothing is decided by what is
  /// missing here.
  <A extends Aggregate> List<A> findReadable(AggregateType<A> type, Query query);

  /// The same, but only whether there is any: also one that this version cannot read counts.
  boolean any(AggregateType<?> type, Query query);

  /// What an earlier request with this key led to.
  Optional<Append.RequestKey> request(String owner, String key);

  /// What became of an append.
  sealed interface AppendResult {}

  /// It is durable.
  record Appended() implements AppendResult {}

  /// Somebody else wrote first, to this stream: load, decide and append again.
  record LostRace(StreamId stream) implements AppendResult {}

  /// Another stream holds a name that the append wants to hold, or wants to be free.
  record Held(Append.Hold hold, StreamId holder) implements AppendResult {}

  /// Somebody else has leased the task since that the append settles, or has settled it: whoever
  /// wrote the append took longer than its lease.
  record LeaseLost(Task.Id task) implements AppendResult {}

  /// The request's key was used before, for this.
  record RequestSeen(Append.RequestKey request) implements AppendResult {}
}
