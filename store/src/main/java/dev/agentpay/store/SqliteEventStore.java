package dev.agentpay.store;

import dev.agentpay.events.Aggregate;
import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query;
import dev.agentpay.events.StreamId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The log of all streams in one SQLite file.
final class SqliteEventStore implements EventStore {

  private final GroupCommit writer;
  private final Reads reads;
  private final EventRows events;
  private final Codec codec;
  private final InstantSource clock;

  SqliteEventStore(
      GroupCommit writer, Reads reads, EventRows events, Codec codec, InstantSource clock) {
    this.writer = writer;
    this.reads = reads;
    this.events = events;
    this.codec = codec;
    this.clock = clock;
  }

  @Override
  public AppendResult append(Append append) {
    return writer.run(new Appending(append, codec, clock));
  }

  @Override
  public Optional<Aggregate> load(StreamId stream) {
    return first(
            "SELECT body FROM streams WHERE kind = :kind AND key = :key",
            Map.of("kind", stream.kind(), "key", stream.key()))
        .map(body -> codec.state(stream, body));
  }

  @Override
  public List<EventEnvelope> events(StreamId stream, long after) {
    return events.ofStream(stream, after, MAX_ROWS);
  }

  @Override
  public Optional<String> holder(Append.Hold hold) {
    return first(
        "SELECT key FROM streams WHERE kind = :kind AND holds = :name",
        Map.of("kind", hold.kind(), "name", hold.name()));
  }

  @Override
  public <A extends Aggregate> List<A> find(AggregateType<A> type, Query query) {
    final StreamSearch search = StreamSearch.of(type, query);
    return reads.with(
        handle ->
            handle
                .createQuery(search.sql())
                .bindMap(search.values())
                .map(
                    (row, _) ->
                        codec.read(
                            type.stream(row.getString(2)).toString(),
                            row.getString(1),
                            type.state()))
                .list());
  }

  @Override
  public boolean any(AggregateType<?> type, Query query) {
    final StreamSearch search = StreamSearch.of(type, query.atMost(1));
    return reads.with(
        handle ->
            handle
                .createQuery(search.sql())
                .bindMap(search.values())
                .map((_, _) -> true)
                .findFirst()
                .isPresent());
  }

  @Override
  public Optional<Append.RequestKey> request(String owner, String key) {
    return reads.with(
        handle ->
            handle
                .createQuery(
                    "SELECT fingerprint, kind, stream_key FROM requests"
                        + " WHERE owner = :owner AND key = :key")
                .bind("owner", owner)
                .bind("key", key)
                .map(
                    (row, _) ->
                        new Append.RequestKey(
                            owner,
                            key,
                            row.getString(1),
                            new StreamId(row.getString(2), row.getString(3))))
                .findFirst());
  }

  private Optional<String> first(String sql, Map<String, ?> values) {
    return reads.with(
        handle -> handle.createQuery(sql).bindMap(values).mapTo(String.class).findFirst());
  }
}
