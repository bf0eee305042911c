package dev.agentpay.store.sqlite;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.deadline;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.queue;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.with;
import static dev.agentpay.store.Fixtures.withKey;
import static dev.agentpay.store.Fixtures.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentpay.calls.RecallCaller;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.EventStore.Held;
import dev.agentpay.events.EventStore.RequestSeen;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.store.Concurrently;
import dev.agentpay.store.Fixtures;
import dev.agentpay.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir Path folder;

  private SqliteStore open() {
    return SqliteStore.open(
        folder.resolve("data/agentpay.db"), Fixtures.SCHEMA, InstantSource.system());
  }

  @Test
  void keeps_everything_across_a_restart() {
    final Append start = withKey(with(started(1), deadline(session(1), NOON)), "alice", "k1");
    final Append more = next(after(start), remark("two"));
    final String afterFirst;
    try (SqliteStore store = open()) {
      store.eventStore().append(start);
      afterFirst = store.feed().position();
      store.eventStore().append(more);
    }
    try (SqliteStore store = open()) {
      assertThat(store.eventStore().load(session(1).stream())).contains(after(more));
      assertThat(store.eventStore().events(session(1).stream(), 0)).hasSize(2);
      assertThat(store.eventStore().append(withKey(started(2), "alice", "k1")))
          .isInstanceOf(RequestSeen.class);
      assertThat(store.eventStore().append(started(2, 1, ALICE)))
          .isEqualTo(new Held(Fixtures.holdOf(1), session(1).stream()));
      assertThat(store.outbox().nextDue()).contains(NOON);

      final List<Item> seen = new ArrayList<>();
      try (Feed.Subscription _ =
          store.feed().subscribe(Optional.empty(), Optional.of(afterFirst), seen::add)) {
        final Append third = next(after(more), remark("three"));
        assertThat(store.eventStore().append(third)).isEqualTo(new Appended());
        assertThat(seen)
            .extracting(i -> ((Fact) i).event())
            .containsExactly(more.events().getFirst(), third.events().getFirst());
      }
    }
  }

  private void runSql(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/agentpay.db"));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  @Test
  void a_damaged_task_becomes_a_dead_letter() throws SQLException {
    final String queue = queue(session(1));
    try (SqliteStore store = open()) {
      final Task first = Task.of(queue, 2, new Instruction.Complete(), NOON);
      final Task second = Task.of(queue, 3, new Instruction.Cancel(), NOON);
      store.eventStore().append(with(started(1), first, second));
    }
    runSql("UPDATE tasks SET body = '{' WHERE number = 2");
    try (SqliteStore store = open()) {
      assertThat(store.outbox().leaseNext(queue, "node", NOON, NOON.plusSeconds(9)).orElseThrow())
          .extracting(Task::number)
          .isEqualTo(3L);
      assertThat(store.deadLetters().newest(1).getFirst().body()).isEqualTo("{");
      assertThat(store.deadLetters().retry(1, NOON)).isPresent();
      assertThat(store.outbox().leaseDue("node", NOON, NOON.plusSeconds(9))).isEmpty();
      assertThat(store.deadLetters().count()).isEqualTo(1);
    }
  }

  @Test
  void opening_the_file_ends_all_leases() {
    final Task task = deadline(session(1), NOON);
    try (SqliteStore store = open()) {
      store.eventStore().append(with(started(1), task));
      assertThat(store.outbox().leaseDue("gone", NOON, NOON.plusSeconds(20))).hasSize(1);
    }
    try (SqliteStore store = open()) {
      assertThat(store.outbox().leaseDue("next", NOON.plusSeconds(1), NOON.plusSeconds(21)))
          .as("leased immediately, with the earlier attempt counted")
          .singleElement()
          .satisfies(leased -> assertThat(leased.mayHaveGotThrough()).isTrue());
    }
  }

  @Test
  void never_reuses_numbers_of_many_tasks() throws SQLException {
    final Task[] rows = new Task[1500];
    Arrays.fill(rows, Task.next("desk", new RecallCaller(Fixtures.call(1)), NOON));
    try (SqliteStore store = open()) {
      store.eventStore().append(with(started(1), rows));
      final List<Long> first = numbers();
      final Task.Id[] ids =
          first.stream().map(number -> new Task.Id("desk", number)).toArray(Task.Id[]::new);
      store.eventStore().append(without(with(started(2), rows), ids));

      assertThat(first).hasSize(1500).isSorted();
      assertThat(numbers()).hasSize(1500).isSorted().doesNotContainAnyElementsOf(first);
    }
  }

  private List<Long> numbers() throws SQLException {
    final List<Long> numbers = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/agentpay.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT number FROM tasks ORDER BY number")) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    return numbers;
  }

  @Test
  void refuses_a_position_of_another_file() {
    final String foreign;
    try (SqliteStore store = open()) {
      foreign = store.feed().position();
    }
    try (SqliteStore other =
        SqliteStore.open(folder.resolve("other.db"), Fixtures.SCHEMA, InstantSource.system())) {
      assertThatThrownBy(
              () -> other.feed().subscribe(Optional.empty(), Optional.of(foreign), _ -> true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void uses_the_documented_sqlite_settings() throws SQLException {
    final SqliteFile file = SqliteFile.open(folder.resolve("agentpay.db"));
    try (Connection connection = file.writer()) {
      final Map<String, String> documented =
          Map.of(
              "journal_mode", "wal",
              "synchronous", "2", // FULL: fdatasync before a commit returns
              "wal_autocheckpoint", "1000",
              "foreign_keys", "1",
              "busy_timeout", "5000");
      for (Map.Entry<String, String> pragma : documented.entrySet()) {
        try (ResultSet row =
            connection.createStatement().executeQuery("PRAGMA " + pragma.getKey())) {
          row.next();
          assertThat(row.getString(1)).as(pragma.getKey()).isEqualTo(pragma.getValue());
        }
      }
    } finally {
      file.close();
    }
  }

  @Test
  void only_the_owner_may_read_the_file() throws Exception {
    try (SqliteStore store = open()) {
      store.eventStore().append(started(1));
      for (String name : List.of("agentpay.db", "agentpay.db-wal", "agentpay.db-shm")) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.resolve("data").resolve(name))))
            .as(name)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void refuses_to_open_a_file_twice() {
    try (SqliteStore _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("agentpay.db is in use by another AgentPay");
    }
    open().close();
  }

  @Test
  void names_a_file_that_is_not_a_store() throws Exception {
    final Path text = folder.resolve("notes.txt");
    Files.writeString(text, "not a database, but long enough to look like a header\n".repeat(9));
    assertThatThrownBy(() -> SqliteStore.open(text, Fixtures.SCHEMA, InstantSource.system()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(
            () ->
                SqliteStore.open(
                    text.resolve("agentpay.db"), Fixtures.SCHEMA, InstantSource.system()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("notes.txt");
    assertThatThrownBy(() -> SqliteStore.open(text, Fixtures.SCHEMA, InstantSource.system()))
        .as("the lock was released")
        .hasMessageContaining("damaged");
  }

  @Test
  void concurrent_callers_share_transactions() throws Exception {
    try (SqliteStore store = open()) {
      Concurrently.run(
          64,
          i ->
              () -> {
                Append last = started(i);
                store.eventStore().append(last);
                for (int n = 0; n < 20; n++) {
                  last = next(after(last), remark("remark " + n));
                  store.eventStore().append(last);
                }
                return true;
              });
      final Store.Load load = store.load();
      assertThat(load.writes()).isGreaterThanOrEqualTo(64 * 21);
      assertThat(load.batches()).isLessThan(load.writes() / 4);
      assertThat(load.waiting()).isZero();
    }
  }

  @Test
  void deletes_a_request_key_after_a_day() {
    final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    try (SqliteStore store =
        SqliteStore.open(folder.resolve("agentpay.db"), Fixtures.SCHEMA, now::get)) {
      store.eventStore().append(withKey(started(1), "alice", "old"));
      now.set(NOON.plus(Duration.ofHours(24)));
      store.eventStore().append(withKey(started(2), "alice", "new"));
      now.set(NOON.plus(Duration.ofHours(24)).plusNanos(1));

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> store.eventStore().request("alice", "old").isEmpty());
      assertThat(store.eventStore().request("alice", "new")).isPresent();
    }
  }

  @Test
  void does_not_recreate_a_deleted_file() throws Exception {
    final Path path = folder.resolve("agentpay.db");
    final SqliteFile file = SqliteFile.open(path);
    try {
      Files.delete(path);
      assertThatThrownBy(() -> file.readers().getConnection()).isInstanceOf(SQLException.class);
      assertThatThrownBy(file::writer).isInstanceOf(SQLException.class);
      assertThat(path).doesNotExist();
    } finally {
      file.close();
    }
  }

  @Test
  void reports_a_closed_store_or_missing_file() throws Exception {
    final SqliteStore store = open();
    assertThat(store.trouble()).isEmpty();
    Files.move(folder.resolve("data/agentpay.db"), folder.resolve("data/moved.db"));
    assertThat(store.trouble().orElseThrow()).contains("agentpay.db is gone");
    Files.move(folder.resolve("data/moved.db"), folder.resolve("data/agentpay.db"));
    assertThat(store.trouble()).isEmpty();

    store.close();
    assertThat(store.trouble()).contains("the store is closed");
    for (Runnable call :
        List.<Runnable>of(
            () -> store.eventStore().append(started(1)),
            () -> store.eventStore().load(session(1).stream()),
            () -> store.outbox().nextDue(),
            () -> store.outbox().leaseDue("a", NOON, NOON))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("the store is closed");
    }
  }
}
