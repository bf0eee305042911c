package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.queue;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.NewerVersionException;
import dev.agentpay.events.Query;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaymentCallback;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How an older node handles a file that a newer one has written to.
class NewerVersionTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("agentpay.db");
  }

  private SqliteStore open() {
    return SqliteStore.open(file(), Fixtures.SCHEMA, InstantSource.fixed(NOON));
  }

  @BeforeEach
  void append_two_sessions_with_tasks() {
    try (SqliteStore store = open()) {
      for (int i = 1; i <= 2; i++) {
        store
            .eventStore()
            .append(
                with(started(i), Task.of(queue(session(i)), 1, new Instruction.Complete(), NOON)));
      }
    }
  }

  private void runSql(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private static void assertNamed(
      ThrowingCallable reading, String where, String kind, String value) {
    assertThatThrownBy(reading)
        .isInstanceOf(NewerVersionException.class)
        .hasMessage(
            "%s has the %s %s, which this version of AgentPay does not know: a newer one wrote it;"
                + " upgrade this node",
            where, kind, value);
  }

  @Test
  void names_an_unknown_state_and_its_stream() throws SQLException {
    runSql(
        "UPDATE streams SET body = replace(body, '\"OPENING\"', '\"REFUNDING\"') WHERE key = '%s'"
            .formatted(session(1)));
    try (SqliteStore store = open()) {
      final String where = session(1).stream().toString();
      assertNamed(
          () -> store.eventStore().load(session(1).stream()), where, "SessionState", "REFUNDING");
      assertNamed(
          () -> store.eventStore().find(PaymentSchema.SESSION, Query.ALL),
          where,
          "SessionState",
          "REFUNDING");
      assertThat(store.eventStore().load(session(2).stream())).isPresent();
    }
  }

  @Test
  void names_an_unknown_value_of_an_event() throws SQLException {
    runSql("UPDATE events SET body = replace(body, '\"CREDIT_CARD\"', '\"WALLET\"')");
    try (SqliteStore store = open()) {
      assertNamed(
          () -> store.eventStore().events(session(2).stream(), 0),
          "event 1 of " + session(2).stream(),
          "PaymentMethod",
          "WALLET");
    }
  }

  @Test
  void names_an_unknown_actor_role() throws SQLException {
    runSql("UPDATE events SET actor_role = 'AUDITOR'");
    try (SqliteStore store = open()) {
      final String before = store.feed().position().replaceAll("[0-9]+$", "0");
      assertNamed(
          () -> store.feed().subscribe(Optional.empty(), Optional.of(before), _ -> true),
          "event 1 of " + session(1).stream(),
          "Role",
          "AUDITOR");
    }
  }

  @Test
  void an_unknown_task_does_not_block_others() throws SQLException {
    runSql("UPDATE tasks SET type = 'Refund' WHERE queue = '%s'".formatted(queue(session(1))));
    try (SqliteStore store = open()) {
      assertThat(store.outbox().leaseDue("node", NOON, NOON.plusSeconds(20)))
          .extracting(Task::queue)
          .containsExactly(queue(session(2)));
      assertThat(
              store
                  .outbox()
                  .leaseNext(queue(session(1)), "node", NOON.plusSeconds(30), NOON.plusSeconds(50)))
          .isEmpty();
      assertThat(store.deadLetters().count()).as("it stays for a newer node").isZero();
    }
  }

  @Test
  void does_not_empty_a_newer_versions_spool() throws Exception {
    final Path path = folder.resolve("callbacks.spool");
    try (FileSpool spool = FileSpool.open(path, PaymentCallback.class, Fixtures.SCHEMA)) {
      spool.keep(FileSpoolTest.callback(1));
    }
    final String newer = Files.readString(path).replace("\"SUCCESS\"", "\"REFUNDED\"");
    Files.writeString(path, newer);

    assertNamed(
        () -> FileSpool.open(path, PaymentCallback.class, Fixtures.SCHEMA),
        "line 1 of " + path,
        "PayResult",
        "REFUNDED");
    assertThat(path).hasContent(newer.strip());
  }
}
