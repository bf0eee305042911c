package dev.agentpay.store.sqlite;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.call;
import static dev.agentpay.store.Fixtures.deadline;
import static dev.agentpay.store.Fixtures.holdOf;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.payment;
import static dev.agentpay.store.Fixtures.queue;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.EventStore.Held;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.events.Query;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent.PaymentOpened;
import dev.agentpay.payments.session.SessionEvent.SessionFailed;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Fixtures;
import dev.agentpay.store.Times;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening a file of schema version 1 migrates it.
class MigrationTest {
  /// Data of version 1: a failed session, the next session on its call, and a call.
  private static final Append FIRST = started(1, 7, ALICE);

  private static final Append OVER = next(Fixtures.after(FIRST), new SessionFailed("no"));
  private static final Append SECOND = started(2, 7, ALICE);
  private static final Append OPENED = next(Fixtures.after(SECOND), new PaymentOpened(payment(2)));
  private static final Append CALL = Fixtures.arrived(7, NOON);

  @TempDir Path folder;
  private final Codec codec = new Codec(Fixtures.SCHEMA);
  private long seq;

  private Path file() {
    return folder.resolve("agentpay.db");
  }

  @BeforeEach
  void create_a_file_of_version_1() throws SQLException {
    final String url = "jdbc:sqlite:" + file();
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/sqlite")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url)) {
      stream(connection, 1, OVER, "FAILED", false, "NULL", FIRST, OVER);
      stream(connection, 2, OPENED, "IDLE", true, "'" + payment(2) + "'", SECOND, OPENED);
      stream(connection, 3, CALL, "LIVE", true, "NULL", CALL);
      task(connection, session(2), 1, "Create", codec.write(create()), NOON.plusSeconds(5));
      task(connection, session(2), 3, "Complete", "{}", NOON);
      task(connection, session(2), 0, null, null, NOON.plusSeconds(1));
      run(
          connection,
          "INSERT INTO requests (owner, key, fingerprint, kind, stream_key, at)"
              + " VALUES ('alice', 'k1', 'f', 'SESSION', '%s', %d)"
                  .formatted(session(2), Times.nanos(NOON)));
    }
  }

  private static Instruction create() {
    return new Instruction.Create(((PaySession) Fixtures.after(SECOND)).request());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private void stream(
      Connection connection,
      int id,
      Append newest,
      String state,
      boolean open,
      String payment,
      Append... history)
      throws SQLException {
    final Aggregate after = Fixtures.after(newest);
    final boolean isSession = after instanceof PaySession;
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO streams (id, kind, key, version, owner, state, open, holds_call, call,"
                + " payment, reference, ordered_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
                + payment
                + ", ?, ?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, after.stream().kind());
      insert.setString(3, after.stream().key());
      insert.setLong(4, after.version());
      insert.setString(5, after.owner().map(Object::toString).orElse(null));
      insert.setString(6, state);
      insert.setBoolean(7, open);
      insert.setBoolean(8, isSession && open);
      insert.setString(9, isSession ? call(7).value() : null);
      insert.setString(10, isSession ? "ref-" + id : null);
      insert.setLong(11, Times.nanos(NOON) + id);
      insert.setString(12, codec.write(after));
      insert.executeUpdate();
    }
    for (Append append : history) {
      for (EventEnvelope event : append.events()) {
        event(connection, id, event);
      }
    }
  }

  private void event(Connection connection, int stream, EventEnvelope event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO events VALUES (?, ?, ?, ?, 'AGENT', 'alice', ?, ?, ?, ?, ?)")) {
      insert.setLong(1, ++seq);
      insert.setInt(2, stream);
      insert.setLong(3, event.number());
      insert.setLong(4, Times.nanos(event.at()));
      insert.setString(5, event.origin().source());
      insert.setString(6, event.origin().cause());
      insert.setString(7, event.audience().map(Object::toString).orElse(null));
      insert.setString(8, codec.types().of(event.event()));
      insert.setString(9, codec.write(event.event()));
      insert.executeUpdate();
    }
  }

  private static void task(
      Connection connection,
      SessionId session,
      long number,
      @Nullable String type,
      @Nullable String body,
      Instant due)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO tasks (session, number, type, body, due_at, attempts, free_at)"
                + " VALUES (?, ?, ?, ?, ?, 2, ?)")) {
      insert.setString(1, session.value());
      insert.setLong(2, number);
      insert.setString(3, type);
      insert.setString(4, body);
      insert.setLong(5, Times.nanos(due));
      insert.setLong(6, Times.nanos(due));
      insert.executeUpdate();
    }
  }

  private SqliteStore open() {
    return SqliteStore.open(file(), Fixtures.SCHEMA, InstantSource.fixed(NOON));
  }

  @Test
  void reads_streams_and_events() {
    try (SqliteStore store = open()) {
      for (Append newest : List.of(OVER, OPENED, CALL)) {
        assertThat(store.eventStore().load(Fixtures.after(newest).stream()))
            .contains(Fixtures.after(newest));
      }
      assertThat(store.eventStore().events(session(1).stream(), 0))
          .containsExactly(FIRST.events().getFirst(), OVER.events().getFirst());
      final List<Item> replayed = new ArrayList<>();
      final String beginning = store.feed().position().replaceAll("[0-9]+$", "0");
      store.feed().subscribe(Optional.empty(), Optional.of(beginning), replayed::add).close();
      assertThat(replayed).extracting(item -> ((Fact) item).event().number()).hasSize(5);
      assertThat(store.eventStore().request("alice", "k1").orElseThrow().stream())
          .isEqualTo(session(2).stream());
    }
  }

  @Test
  void the_open_session_holds_its_call() {
    try (SqliteStore store = open()) {
      final EventStore events = store.eventStore();
      assertThat(events.holder(holdOf(7))).contains(session(2).value());
      assertThat(events.append(started(3, 7, ALICE)))
          .isEqualTo(new Held(holdOf(7), session(2).stream()));

      final Append over = next(Fixtures.after(OPENED), new SessionFailed("no"));
      assertThat(events.append(over)).isEqualTo(new Appended());
      assertThat(events.append(started(3, 7, ALICE))).isEqualTo(new Appended());
      assertThat(events.holder(holdOf(7))).contains(session(3).value());
    }
  }

  @Test
  void finds_sessions_by_their_keys() {
    try (SqliteStore store = open()) {
      final EventStore events = store.eventStore();
      assertThat(events.find(PaymentSchema.SESSION, Query.ALL.with("call", call(7).value())))
          .extracting(PaySession::id)
          .containsExactly(session(2), session(1));
      assertThat(events.find(PaymentSchema.SESSION, Query.ALL.with("payment", payment(2).value())))
          .extracting(PaySession::id)
          .containsExactly(session(2));
      assertThat(events.find(PaymentSchema.SESSION, Query.ALL.with("reference", "ref-1")))
          .extracting(PaySession::id)
          .containsExactly(session(1));
      assertThat(events.find(PaymentSchema.SESSION, Query.ALL.open(true)))
          .extracting(PaySession::id)
          .containsExactly(session(2));
      assertThat(events.find(CallSchema.CALL, Query.ALL.open(true).ownedByNobody()))
          .extracting(Call::sid)
          .containsExactly(call(7));
    }
  }

  @Test
  void leases_tasks_from_their_sessions_queue() {
    final String queue = "session/" + session(2);
    assertThat(queue(session(2))).isEqualTo(queue);
    final Instant until = NOON.plusSeconds(60);
    try (SqliteStore store = open()) {
      assertThat(store.outbox().leaseNext(queue, "a", NOON, until)).as("not due").isEmpty();
      assertThat(store.outbox().leaseDue("a", NOON.plusSeconds(1), until))
          .containsExactly(afterThirdLease(deadline(session(2), NOON.plusSeconds(1))));
      final Task create = Task.of(queue, 1, create(), NOON.plusSeconds(5));
      final Task leased =
          store.outbox().leaseNext(queue, "a", NOON.plusSeconds(5), until).orElseThrow();
      assertThat(leased).isEqualTo(afterThirdLease(create));

      store.outbox().done(leased);
      assertThat(store.outbox().leaseNext(queue, "a", NOON.plusSeconds(5), until))
          .contains(afterThirdLease(Task.of(queue, 3, new Instruction.Complete(), NOON)));

      final Task later = deadline(session(2), NOON.plusSeconds(90));
      store.eventStore().append(Fixtures.with(next(Fixtures.after(OPENED), remark("x")), later));
      assertThat(store.outbox().leaseDue("a", NOON.plusSeconds(90), until.plusSeconds(60)))
          .as("the old deadline is replaced")
          .hasSize(2)
          .contains(new Task(queue, 0, later.work(), later.dueAt(), 1, 0));
    }
  }

  /// The same task after its third lease.
  private static Task afterThirdLease(Task task) {
    return new Task(task.queue(), task.number(), task.work(), task.dueAt(), 3, 0);
  }
}
