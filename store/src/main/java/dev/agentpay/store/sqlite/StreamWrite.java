package dev.agentpay.store.sqlite;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Times;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream's part of an append. The caller's thread creates the JSON, because all callers wait
/// for the writer's thread.
final class StreamWrite {
  private final Append.StreamAppend append;
  private final Columns columns;
  private final String body;
  private final List<Encoded> events;

  private record Encoded(EventEnvelope envelope, String type, String body) {}

  StreamWrite(Append.StreamAppend append, Codec codec) {
    this.append = append;
    columns = Columns.of(codec.types().aggregate(append.stream().kind()), append.after());
    body = codec.write(append.after());
    events =
        append.events().stream()
            .map(e -> new Encoded(e, codec.types().of(e.event()), codec.write(e.event())))
            .toList();
  }

  StreamId stream() {
    return append.stream();
  }

  long expectedVersion() {
    return append.expectedVersion();
  }

  /// The name that the stream holds after the append.
  Optional<Append.Hold> holds() {
    return hold(columns);
  }

  /// The name that the stream holds after the append but not before.
  Optional<Append.Hold> takes(Heads.@Nullable Head head) {
    final Optional<Append.Hold> before = head == null ? Optional.empty() : hold(head.columns());
    return holds().filter(name -> !before.equals(Optional.of(name)));
  }

  private Optional<Append.Hold> hold(Columns of) {
    return Optional.ofNullable(of.holds())
        .map(name -> new Append.Hold(append.stream().kind(), name));
  }

  void write(Tx tx, Heads.@Nullable Head head) throws SQLException {
    final long id = head == null ? insertStream(tx) : updateStream(tx, head);
    for (Encoded event : events) {
      insert(tx, id, event);
    }
    tx.heads().put(append.stream(), new Heads.Head(id, append.after().version(), columns));
  }

  private long insertStream(Tx tx) throws SQLException {
    final PreparedStatement insert =
        tx.sql(
            "INSERT INTO streams (version, body, %s, kind, key)".formatted(Columns.NAMES)
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
    insert.setLong(1, append.after().version());
    insert.setString(2, body);
    final int next = columns.bind(insert, 3);
    insert.setString(next, append.stream().kind());
    insert.setString(next + 1, append.stream().key());
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /// Updates the row. Most appends change no indexed column, so they do not update the indexes.
  private long updateStream(Tx tx, Heads.Head head) throws SQLException {
    if (columns.hasSameIndexedValues(head.columns())) {
      final PreparedStatement update =
          tx.sql("UPDATE streams SET version = ?, body = ?, state = ? WHERE id = ?");
      update.setLong(1, append.after().version());
      update.setString(2, body);
      update.setString(3, columns.state());
      update.setLong(4, head.id());
      update.executeUpdate();
    } else {
      final PreparedStatement update =
          tx.sql(
              "UPDATE streams SET version = ?, body = ?, owner = ?, state = ?, open = ?, holds = ?,"
                  + " key1 = ?, key2 = ?, key3 = ?, ordered_at = ? WHERE id = ?");
      update.setLong(1, append.after().version());
      update.setString(2, body);
      update.setLong(columns.bind(update, 3), head.id());
      update.executeUpdate();
    }
    return head.id();
  }

  private static void insert(Tx tx, long stream, Encoded event) throws SQLException {
    final EventEnvelope envelope = event.envelope();
    final PreparedStatement insert =
        tx.sql(
            "INSERT INTO events (seq, stream, number, at, actor_role, actor_name, source, cause,"
                + " audience, type, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.setLong(1, tx.assignSeq(envelope));
    insert.setLong(2, stream);
    insert.setLong(3, envelope.number());
    insert.setLong(4, Times.nanos(envelope.at()));
    insert.setString(5, envelope.origin().actor().role().name());
    insert.setString(6, envelope.origin().actor().name());
    insert.setString(7, envelope.origin().source());
    insert.setString(8, envelope.origin().cause());
    insert.setString(9, envelope.audience().map(AgentId::value).orElse(null));
    insert.setString(10, event.type());
    insert.setString(11, event.body());
    insert.executeUpdate();
  }
}
