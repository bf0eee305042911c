package dev.agentpay.store.sqlite;

import dev.agentpay.events.Aggregate;
import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.Query.Position;
import dev.agentpay.events.StreamId;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Times;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Event store in one SQLite file.
final class SqliteEventStore implements EventStore {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteEventStore.class);

  private final GroupCommit writer;
  private final ReadPool reads;
  private final EventRows events;
  private final Codec codec;
  private final InstantSource clock;

  SqliteEventStore(
      GroupCommit writer, ReadPool reads, EventRows events, Codec codec, InstantSource clock) {
    this.writer = writer;
    this.reads = reads;
    this.events = events;
    this.codec = codec;
    this.clock = clock;
  }

  @Override
  public AppendResult append(Append append) {
    return writer.run(new AppendWrite(append, codec, clock));
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
    return rows(StreamSearch.of(type, query)).stream().map(row -> row.read(codec, type)).toList();
  }

  @Override
  public <A extends Aggregate> Page<A> page(AggregateType<A> type, Query query) {
    final List<StateRow> rows = rows(StreamSearch.of(type, query, query.limit() + 1));
    final List<StateRow> found = rows.subList(0, Math.min(rows.size(), query.limit()));
    return new Page<>(
        found.stream().flatMap(row -> readable(row, type).stream()).toList(),
        found.size() < rows.size() ? Optional.of(found.getLast().position()) : Optional.empty());
  }

  private <A extends Aggregate> Optional<A> readable(StateRow row, AggregateType<A> type) {
    try {
      return Optional.of(row.read(codec, type));
    } catch (RuntimeException unreadable) {
      LOG.error("A list omits a row that cannot be read: {}", unreadable.getMessage());
      return Optional.empty();
    }
  }

  private List<StateRow> rows(StreamSearch search) {
    return reads.with(
        handle ->
            handle
                .createQuery(search.sql())
                .bindMap(search.values())
                .map((row, _) -> new StateRow(row.getString(2), row.getString(1), row.getLong(3)))
                .list());
  }

  /// A stored state.
  private record StateRow(String key, String body, long orderedAt) {
    private <A extends Aggregate> A read(Codec codec, AggregateType<A> type) {
      return codec.read(type.stream(key).toString(), body, type.state());
    }

    private Position position() {
      return new Position(Times.instant(orderedAt), key);
    }
  }

  @Override
  public boolean any(AggregateType<?> type, Query query) {
    final StreamSearch search = StreamSearch.of(type, query, 1);
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
