package dev.agentpay.store;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.EventStore.Append;
import dev.agentpay.core.EventStore.AppendResult;
import dev.agentpay.core.EventStore.RequestKey;
import dev.agentpay.core.Recorded;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.StreamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One append as the writer carries it out. Its JSON is made by the caller's thread, ahead of time:
/// the writer's is the one that everybody waits for.
final class Appending implements Write<AppendResult> {
  private final Append append;
  private final Columns columns;
  private final String state;
  private final String body;
  private final List<Encoded> events;
  private final List<TaskRow> tasks;
  private final InstantSource clock;

  private record Encoded(Recorded recorded, String type, String body) {}

  /// @throws IllegalArgumentException when the append contradicts itself
  Appending(Append append, Codec codec, InstantSource clock) {
    requireConsistent(append);
    this.append = append;
    this.clock = clock;
    columns = Columns.of(append.after());
    state = Columns.stateOf(append.after());
    body = codec.write(append.after());
    events =
        append.events().stream()
            .map(r -> new Encoded(r, TypeNames.EVENTS.of(r.event()), codec.write(r.event())))
            .toList();
    tasks = append.put().stream().map(t -> TaskRow.of(t, codec)).toList();
  }

  private static void requireConsistent(Append append) {
    long number = append.expectedVersion();
    for (Recorded recorded : append.events()) {
      if (recorded.number() != ++number || !recorded.stream().equals(append.stream())) {
        throw new IllegalArgumentException(
            "event %d of %s is not the next of %s"
                .formatted(recorded.number(), recorded.stream(), append.stream()));
      }
    }
    if (append.after().version() != number || !append.after().stream().equals(append.stream())) {
      throw new IllegalArgumentException(
          "the events lead to %s, version %d, not to %s, version %d"
              .formatted(
                  append.stream(), number, append.after().stream(), append.after().version()));
    }
    if (number == 0) {
      throw new IllegalArgumentException(append.stream() + " begins with an event");
    }
    if (!append.remove().isEmpty() && append.stream().kind() != StreamId.Kind.SESSION) {
      throw new IllegalArgumentException(append.stream() + " is no session and has no tasks");
    }
  }

  @Override
  public AppendResult apply(Tx tx) throws SQLException {
    final Optional<RequestKey> seen =
        append.request().isPresent() ? Requests.find(tx, append.request().get()) : Optional.empty();
    if (seen.isPresent()) {
      return new AppendResult.RequestSeen(seen.get());
    }
    final Heads.@Nullable Head head = head(tx);
    if ((head == null ? 0 : head.version()) != append.expectedVersion()) {
      return new AppendResult.LostRace();
    }
    if (columns.holdsCall() && (head == null || !head.columns().holdsCall())) {
      final Optional<SessionId> holder = holder(tx);
      if (holder.isPresent()) {
        return new AppendResult.CallHeld(holder.get());
      }
    }
    write(tx, head);
    return new AppendResult.Appended();
  }

  private void write(Tx tx, Heads.@Nullable Head head) throws SQLException {
    final long id = head == null ? insertStream(tx) : updateStream(tx, head);
    for (Encoded event : events) {
      insert(tx, id, event);
    }
    for (long number : append.remove()) {
      Tasks.remove(tx, append.stream().key(), number);
    }
    for (TaskRow task : tasks) {
      Tasks.put(tx, task);
    }
    if (append.request().isPresent()) {
      Requests.put(tx, append.request().get(), clock.instant());
    }
    tx.heads().keep(append.stream(), new Heads.Head(id, append.after().version(), columns));
  }

  private Heads.@Nullable Head head(Tx tx) throws SQLException {
    final Heads.@Nullable Head known = tx.heads().find(append.stream());
    if (known != null) {
      return known;
    }
    final PreparedStatement select =
        tx.sql(
            "SELECT id, version, owner, open, holds_call, call, payment, reference, ordered_at"
                + " FROM streams WHERE kind = ? AND key = ?");
    select.setString(1, append.stream().kind().name());
    select.setString(2, append.stream().key());
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? new Heads.Head(
              row.getLong(1),
              row.getLong(2),
              new Columns(
                  row.getString(3),
                  row.getBoolean(4),
                  row.getBoolean(5),
                  row.getString(6),
                  row.getString(7),
                  row.getString(8),
                  row.getLong(9)))
          : null;
    }
  }

  private Optional<SessionId> holder(Tx tx) throws SQLException {
    final PreparedStatement select =
        tx.sql("SELECT key FROM streams WHERE call = ? AND holds_call = 1");
    select.setString(1, columns.call());
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(new SessionId(row.getString(1))) : Optional.empty();
    }
  }

  private long insertStream(Tx tx) throws SQLException {
    final PreparedStatement insert =
        tx.sql(
            "INSERT INTO streams (version, state, body, owner, open, holds_call, call, payment,"
                + " reference, ordered_at, kind, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " RETURNING id");
    bindState(insert);
    bindColumns(insert);
    insert.setString(11, append.stream().kind().name());
    insert.setString(12, append.stream().key());
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /// Most appends change no column that an index is on; those that do not leave the indexes alone.
  private long updateStream(Tx tx, Heads.Head head) throws SQLException {
    if (head.columns().equals(columns)) {
      final PreparedStatement update =
          tx.sql("UPDATE streams SET version = ?, state = ?, body = ? WHERE id = ?");
      bindState(update);
      update.setLong(4, head.id());
      update.executeUpdate();
    } else {
      final PreparedStatement update =
          tx.sql(
              "UPDATE streams SET version = ?, state = ?, body = ?, owner = ?, open = ?,"
                  + " holds_call = ?, call = ?, payment = ?, reference = ?, ordered_at = ?"
                  + " WHERE id = ?");
      bindState(update);
      bindColumns(update);
      update.setLong(11, head.id());
      update.executeUpdate();
    }
    return head.id();
  }

  private void bindState(PreparedStatement statement) throws SQLException {
    statement.setLong(1, append.after().version());
    statement.setString(2, state);
    statement.setString(3, body);
  }

  private void bindColumns(PreparedStatement statement) throws SQLException {
    statement.setString(4, columns.owner());
    statement.setInt(5, columns.open() ? 1 : 0);
    statement.setInt(6, columns.holdsCall() ? 1 : 0);
    statement.setString(7, columns.call());
    statement.setString(8, columns.payment());
    statement.setString(9, columns.reference());
    statement.setLong(10, columns.orderedAt());
  }

  private static void insert(Tx tx, long stream, Encoded event) throws SQLException {
    final Recorded recorded = event.recorded();
    final PreparedStatement insert =
        tx.sql(
            "INSERT INTO events (seq, stream, number, at, actor_role, actor_name, source, cause,"
                + " audience, type, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.setLong(1, tx.next(recorded));
    insert.setLong(2, stream);
    insert.setLong(3, recorded.number());
    insert.setLong(4, Times.nanos(recorded.at()));
    insert.setString(5, recorded.origin().actor().role().name());
    insert.setString(6, recorded.origin().actor().name());
    insert.setString(7, recorded.origin().source());
    insert.setString(8, recorded.origin().cause());
    insert.setString(9, recorded.audience().map(AgentId::value).orElse(null));
    insert.setString(10, event.type());
    insert.setString(11, event.body());
    insert.executeUpdate();
  }
}
