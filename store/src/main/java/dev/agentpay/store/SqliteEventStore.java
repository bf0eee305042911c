package dev.agentpay.store;

import dev.agentpay.core.Agent;
import dev.agentpay.core.AgentId;
import dev.agentpay.core.Aggregate;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.EventStore;
import dev.agentpay.core.PaySession;
import dev.agentpay.core.PaymentSid;
import dev.agentpay.core.Recorded;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.StreamId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The log of all streams in one SQLite file.
final class SqliteEventStore implements EventStore {
  private static final String NEWEST = "ORDER BY ordered_at DESC, id DESC";

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
            Map.of("kind", stream.kind().name(), "key", stream.key()))
        .map(body -> codec.state(stream, body));
  }

  @Override
  public List<Recorded> events(StreamId stream, long after) {
    return events.ofStream(stream, after, MAX_ROWS);
  }

  @Override
  public Optional<SessionId> sessionOf(PaymentSid payment) {
    return first(
            "SELECT key FROM streams WHERE payment = :payment ORDER BY id DESC LIMIT 1",
            Map.of("payment", payment.value()))
        .map(SessionId::new);
  }

  @Override
  public Optional<SessionId> holderOf(CallSid call) {
    return first(
            "SELECT key FROM streams WHERE call = :call AND holds_call = 1",
            Map.of("call", call.value()))
        .map(SessionId::new);
  }

  @Override
  public List<PaySession> sessions(SessionQuery query) {
    final SessionSearch search = SessionSearch.of(query);
    return all(StreamId.Kind.SESSION, search.sql(), search.values(), PaySession.class);
  }

  @Override
  public List<Call> liveCalls(Optional<AgentId> owner) {
    return calls(
        (owner.isPresent() ? "AND owner = :owner " : "") + NEWEST,
        owner.<Map<String, Object>>map(o -> Map.of("owner", o.value())).orElse(Map.of()));
  }

  @Override
  public List<Call> unmatchedCalls() {
    return calls("AND owner IS NULL " + NEWEST, Map.of());
  }

  @Override
  public List<Call> longestCalls() {
    return calls("ORDER BY ordered_at, id", Map.of());
  }

  @Override
  public List<Call> waitingCalls() {
    return calls(
        "AND owner IS NULL AND state = :waiting ORDER BY ordered_at, id",
        Map.of("waiting", Columns.WAITING));
  }

  private List<Call> calls(String which, Map<String, ?> values) {
    return all(
        StreamId.Kind.CALL,
        "SELECT body, key FROM streams INDEXED BY streams_open WHERE kind = 'CALL' AND open = 1 "
            + which
            + " LIMIT "
            + MAX_ROWS,
        values,
        Call.class);
  }

  @Override
  public List<Agent> readyAgents() {
    return all(
        StreamId.Kind.AGENT,
        "SELECT body, key FROM streams INDEXED BY streams_open WHERE kind = 'AGENT' AND open = 1 ORDER BY ordered_at, id LIMIT "
            + MAX_ROWS,
        Map.of(),
        Agent.class);
  }

  @Override
  public List<Agent> busyAgents() {
    return all(
        StreamId.Kind.AGENT,
        "SELECT body, key FROM streams INDEXED BY streams_ended WHERE kind = 'AGENT' AND open = 0"
            + " AND state = :busy ORDER BY ordered_at, id LIMIT "
            + MAX_ROWS,
        Map.of("busy", Columns.BUSY),
        Agent.class);
  }

  @Override
  public Optional<RequestKey> request(String owner, String key) {
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
                        new RequestKey(
                            owner,
                            key,
                            row.getString(1),
                            new StreamId(
                                Codec.constant(
                                    "a request of " + owner, StreamId.Kind.class, row.getString(2)),
                                row.getString(3))))
                .findFirst());
  }

  private Optional<String> first(String sql, Map<String, ?> values) {
    return reads.with(
        handle -> handle.createQuery(sql).bindMap(values).mapTo(String.class).findFirst());
  }

  /// @param sql gives body and key
  private <T> List<T> all(StreamId.Kind kind, String sql, Map<String, ?> values, Class<T> type) {
    return reads.with(
        handle ->
            handle
                .createQuery(sql)
                .bindMap(values)
                .map(
                    (row, _) ->
                        codec.read(
                            new StreamId(kind, row.getString(2)).toString(),
                            row.getString(1),
                            type))
                .list());
  }
}
