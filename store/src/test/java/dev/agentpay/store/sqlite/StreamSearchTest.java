package dev.agentpay.store.sqlite;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Position;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.SessionDeadline;
import dev.agentpay.payments.session.SessionEvent.SessionFailed;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Fixtures;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries that run for every payment must not become slower with more history. Each must use an
/// index that contains little more than its result.
class StreamSearchTest {
  private static final Query RECENT = Query.ALL.since(Optional.of(NOON)).atMost(20);
  private static final Query ALICES = RECENT.ownedBy(Optional.of(ALICE));
  private static final Query OPEN = Query.ALL.open(true);

  @TempDir Path folder;
  private SqliteFile file;
  private ReadPool reads;

  @BeforeEach
  void open() {
    file = SqliteFile.open(folder.resolve("agentpay.db"));
    reads = new ReadPool(file.readers());
  }

  @AfterEach
  void close() {
    reads.close();
    file.close();
  }

  private String plan(Query sessions) {
    return plan(PaymentSchema.SESSION, sessions);
  }

  private String plan(AggregateType<?> type, Query query) {
    final StreamSearch search = StreamSearch.of(type, query);
    return plan(search.sql(), search.values());
  }

  private String plan(String sql, Map<String, ?> values) {
    return reads.with(
        handle ->
            String.join(
                "; ",
                handle
                    .createQuery("EXPLAIN QUERY PLAN " + sql)
                    .bindMap(values)
                    .map((row, _) -> row.getString("detail"))
                    .list()));
  }

  @Test
  void finds_open_sessions_by_the_open_index() {
    assertThat(plan(ALICES.in(Set.of("OPENING", "IDLE")).open(true)))
        .contains("streams_open (kind=? AND owner=? AND ordered_at>?)");
    assertThat(plan(RECENT.in(Set.of("UNCONFIRMED")).open(true))).contains("streams_open (kind=?");
  }

  @Test
  void finds_sessions_by_the_key_indexes() {
    final Query all = ALICES.open(true).with("reference", "A-17");
    assertThat(plan(all.with("call", "CA1")))
        .contains("streams_key3 (kind=? AND key3=? AND ordered_at>?)");
    assertThat(plan(ALICES.with("call", "CA1").with("reference", "A-17")))
        .contains("streams_key1 (kind=? AND key1=? AND ordered_at>?)");
    assertThat(plan(Query.ALL.with("payment", "PK1").atMost(1)))
        .contains("streams_key2 (kind=? AND key2=?)");
  }

  @Test
  void finds_the_newest_sessions_by_time() {
    assertThat(plan(RECENT)).contains("streams_time (kind=? AND ordered_at>?)");
    assertThat(plan(ALICES.with("reference", "")))
        .contains("streams_owner (kind=? AND owner=? AND ordered_at>?)");
    assertThat(plan(RECENT.in(Set.of("DECLINED")).open(false)))
        .contains("streams_ended (kind=? AND state=? AND ordered_at>?)");
  }

  @Test
  void reads_only_the_rows_of_a_page() {
    final Query page =
        Query.ALL
            .since(Optional.of(NOON))
            .before(Optional.of(NOON.plusSeconds(9)))
            .after(Optional.of(new Position(NOON.plusSeconds(5), "ps_1")))
            .atMost(20);
    final Query alices = page.ownedBy(Optional.of(ALICE));
    final String times = "ordered_at>? AND ordered_at<?";
    final Map<Query, String> indexes =
        Map.of(
            page,
            "streams_time (kind=? AND " + times,
            alices,
            "streams_owner (kind=? AND owner=? AND " + times,
            alices.fromOldest(),
            "streams_owner (kind=? AND owner=? AND " + times,
            alices.open(true),
            "streams_open (kind=? AND owner=? AND " + times,
            alices.with("reference", "A-17"),
            "streams_key3 (kind=? AND key3=? AND " + times,
            page.with("call", "CA1").in(Set.of("PAID")),
            "streams_key1 (kind=? AND key1=? AND " + times,
            page.in(Set.of("PAID", "FAILED")).open(false),
            "streams_ended (kind=? AND state=? AND " + times,
            alices.in(Set.of("PAID", "FAILED")).open(false),
            "streams_owner_ended (kind=? AND owner=? AND state=? AND " + times,
            alices.in(Set.of("PAID", "IDLE")),
            "streams_owner_ended (kind=? AND owner=? AND state=? AND " + times);
    indexes.forEach(
        (query, index) ->
            assertThat(plan(query))
                .as("%s", query)
                .contains(index)
                .doesNotContain("SCAN streams", "TEMP B-TREE"));
  }

  @Test
  void finds_calls_and_agents_without_sorting() {
    final Query nobodys = OPEN.ownedByNobody();
    final Query waiting = nobodys.in(Set.of("WAITING")).fromOldest();
    for (Query query : List.of(OPEN.ownedBy(Optional.of(ALICE)), nobodys, waiting)) {
      assertThat(plan(CallSchema.CALL, query))
          .contains("streams_open (kind=? AND owner=?)")
          .as("no sorting needed")
          .doesNotContain("FOR ORDER BY");
    }
    assertThat(plan(CallSchema.CALL, OPEN)).contains("streams_open (kind=?)");
    assertThat(plan(CallSchema.AGENT, OPEN.fromOldest())).contains("streams_open (kind=?)");
    assertThat(plan(CallSchema.AGENT, Query.ALL.open(false).in(Set.of("BUSY")).fromOldest()))
        .contains("streams_ended (kind=? AND state=?)");
  }

  @Test
  void finds_streams_and_holders_by_name() {
    assertThat(plan("SELECT body FROM streams WHERE kind = 'CALL' AND key = 'CA1'", Map.of()))
        .contains("(kind=? AND key=?)");
    assertThat(plan("SELECT key FROM streams WHERE kind = 'SESSION' AND holds = 'CA1'", Map.of()))
        .contains("streams_holds (kind=? AND holds=?)");
  }

  @Test
  void finds_due_tasks_by_time() {
    assertThat(plan(Tasks.NEXT_FREE, Map.of())).contains("tasks_free");
  }

  @Test
  void finds_dead_letters_by_id() {
    assertThat(plan(DeadLetterRows.BEFORE, Map.of("id", 9, "limit", 20)))
        .contains("INTEGER PRIMARY KEY (rowid<?)")
        .doesNotContain("TEMP B-TREE");
  }

  /// Checks every statement that appends, leases and purges use.
  @Test
  void no_statement_of_the_writer_scans_a_table() throws SQLException {
    final List<String> statements = new ArrayList<>();
    try (Tx tx = new Tx(() -> recordingConnection(statements))) {
      final Codec codec = new Codec(Fixtures.SCHEMA);
      final Append first =
          Fixtures.with(
              Fixtures.ifFree(
                  Fixtures.ifUnchanged(Fixtures.started(1), Fixtures.stream(Fixtures.call(1)), 0),
                  Fixtures.holdOf(2)),
              Task.next("desk", new SessionDeadline(), NOON));
      final Append second =
          Fixtures.without(
              Fixtures.withKey(
                  Fixtures.combined(
                      Fixtures.started(2, 1, ALICE),
                      Fixtures.next(Fixtures.after(first), new SessionFailed("no"))),
                  "alice",
                  "k"),
              new Task.Id("desk", 7));
      for (Append append : List.of(first, second)) {
        assertThat(new AppendWrite(append, codec, InstantSource.fixed(NOON)).apply(tx))
            .isEqualTo(new Appended());
      }
      for (TaskRow task : Tasks.leaseDue(tx, "node", Long.MAX_VALUE, Long.MAX_VALUE, 10)) {
        Tasks.putOff(tx, task.task(codec), NOON);
        Tasks.done(tx, task.task(codec));
      }
      Tasks.leaseNext(tx, "desk", "node", 0, 0);
      Requests.purge(tx, NOON);
      tx.commit();
    }
    assertThat(statements).hasSizeGreaterThan(10);
    for (String sql : statements) {
      assertThat(explain(sql))
          .as(sql)
          .doesNotContain("SCAN streams", "SCAN events", "SCAN tasks", "SCAN requests");
    }
  }

  /// A connection that records the statements prepared on it.
  private Connection recordingConnection(List<String> statements) throws SQLException {
    final Connection real = file.writer();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                statements.add((String) arguments[0]);
              }
              return method.invoke(real, arguments);
            });
  }

  private String explain(String sql) throws SQLException {
    final StringBuilder plan = new StringBuilder();
    try (Connection connection = file.writer();
        ResultSet rows = connection.createStatement().executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (rows.next()) {
        plan.append(rows.getString("detail")).append('\n');
      }
    }
    return plan.toString();
  }
}
