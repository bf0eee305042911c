package dev.agentpay.store.sqlite;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.events.StreamId;
import dev.agentpay.store.Codec;
import dev.agentpay.store.LoggedEvent;
import dev.agentpay.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/// Reads events: by stream for an audit, and by feed position for a replay.
final class EventRows implements RowMapper<LoggedEvent> {
  private static final String SELECT =
      "SELECT e.seq, s.kind, s.key, e.number, e.at, e.actor_role, e.actor_name, e.source, e.cause,"
          + " e.audience, e.type, e.body FROM events e JOIN streams s ON s.id = e.stream ";

  private final ReadPool reads;
  private final Codec codec;

  EventRows(ReadPool reads, Codec codec) {
    this.reads = reads;
    this.codec = codec;
  }

  /// Returns a stream's events after a number, in order.
  List<EventEnvelope> ofStream(StreamId stream, long after, int limit) {
    return reads.with(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + "WHERE s.kind = :kind AND s.key = :key AND e.number > :after"
                        + " ORDER BY e.number LIMIT :limit")
                .bind("kind", stream.kind())
                .bind("key", stream.key())
                .bind("after", after)
                .bind("limit", limit)
                .map(this)
                .map(LoggedEvent::event)
                .list());
  }

  /// Returns the events after a feed position, in order.
  ///
  /// @param audience only events that this agent may see; empty: all events
  List<LoggedEvent> after(long seq, Optional<AgentId> audience, int limit) {
    return reads.with(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + "WHERE e.seq > :after"
                        + (audience.isPresent() ? " AND e.audience = :audience" : "")
                        + " ORDER BY e.seq LIMIT :limit")
                .bind("after", seq)
                .bind("limit", limit)
                .bind("audience", audience.map(AgentId::value).orElse(""))
                .configure(
                    org.jdbi.v3.core.statement.SqlStatements.class,
                    config -> config.setUnusedBindingAllowed(true))
                .map(this)
                .list());
  }

  /// Returns the sequence number of the newest event; 0 if there is none.
  long newest() {
    return reads.with(
        handle ->
            handle.createQuery("SELECT coalesce(max(seq), 0) FROM events").mapTo(Long.class).one());
  }

  @Override
  public LoggedEvent map(ResultSet row, StatementContext context) throws SQLException {
    final StreamId stream = new StreamId(row.getString(2), row.getString(3));
    final long number = row.getLong(4);
    final String where = "event %d of %s".formatted(number, stream);
    return new LoggedEvent(
        row.getLong(1),
        new EventEnvelope(
            stream,
            number,
            Times.instant(row.getLong(5)),
            new Origin(
                new Actor(
                    Codec.constant(where, Actor.Role.class, row.getString(6)), row.getString(7)),
                row.getString(8),
                row.getString(9)),
            Optional.ofNullable(row.getString(10)).map(AgentId::new),
            codec.event(where, stream.kind(), row.getString(11), row.getString(12))));
  }
}
