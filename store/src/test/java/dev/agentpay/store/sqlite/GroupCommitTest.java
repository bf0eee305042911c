package dev.agentpay.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Fixtures;
import dev.agentpay.store.LoggedEvent;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the writer alone, with failing writes that callers of the ports cannot cause.
class GroupCommitTest {
  @TempDir Path folder;
  private SqliteFile file;
  private ReadPool reads;
  private GroupCommit writer;
  private final List<EventEnvelope> published = new CopyOnWriteArrayList<>();
  private final AtomicInteger maxPages = new AtomicInteger(1_000_000);
  private final AtomicBoolean failAfterCommit = new AtomicBoolean();
  private final GroupCommit.CommitListener listener =
      new GroupCommit.CommitListener() {
        private long newest;

        @Override
        public void publish(List<LoggedEvent> durable) {
          newest = durable.getLast().seq();
          durable.forEach(l -> published.add(l.event()));
        }

        @Override
        public void catchUp() {
          final List<LoggedEvent> missed =
              new EventRows(reads, new Codec(Fixtures.SCHEMA)).after(newest, Optional.empty(), 500);
          if (!missed.isEmpty()) {
            publish(missed);
          }
        }
      };
  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeEach
  void open() throws SQLException {
    file = SqliteFile.open(folder.resolve("agentpay.db"));
    reads = new ReadPool(file.readers());
    startWriter(GroupCommit.TIMEOUT);
  }

  private void startWriter(Duration timeout) throws SQLException {
    writer =
        new GroupCommit(
            new Tx(this::connect),
            listener,
            tx -> Requests.purge(tx, Fixtures.NOON),
            tx -> fact(tx, "probe", "x".repeat(10_000)),
            timeout);
    writer.start();
  }

  @AfterEach
  void close() {
    gate.countDown();
    writer.close();
    reads.close();
    file.close();
  }

  /// A real connection with a limited number of pages and a driver that may fail after a commit.
  private Connection connect() throws SQLException {
    final Connection real = file.writer();
    real.createStatement().execute("PRAGMA max_page_count = " + maxPages);
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              final Object result = method.invoke(real, arguments);
              if (method.getName().equals("commit") && failAfterCommit.getAndSet(false)) {
                throw new SQLException("failed after the commit");
              }
              return result;
            });
  }

  private static int fact(Tx tx, String name, String value) throws SQLException {
    final PreparedStatement put =
        tx.sql("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)");
    put.setString(1, name);
    put.setString(2, value);
    return put.executeUpdate();
  }

  private List<String> facts() {
    return reads.with(
        handle ->
            handle
                .createQuery("SELECT name FROM facts WHERE name LIKE 'test%' ORDER BY name")
                .mapTo(String.class)
                .list());
  }

  /// Submits writes that must share a batch: blocks the writer until all of them wait.
  private <T> List<CompletableFuture<T>> submitTogether(List<Write<T>> writes) {
    final CompletableFuture<String> blocking = blockWriter();
    final List<CompletableFuture<T>> futures = new ArrayList<>();
    for (Write<T> write : writes) {
      final int before = writer.waiting();
      futures.add(async(write));
      await().pollInterval(Duration.ofMillis(1)).until(() -> writer.waiting() > before);
    }
    gate.countDown();
    blocking.join();
    return futures;
  }

  private CompletableFuture<String> blockWriter() {
    final CountDownLatch blocked = new CountDownLatch(1);
    final CompletableFuture<String> blocking =
        async(
            _ -> {
              blocked.countDown();
              awaitGate();
              return "blocked";
            });
    await().until(() -> blocked.getCount() == 0);
    return blocking;
  }

  private void awaitGate() {
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test did not open the gate");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> CompletableFuture<T> async(Write<T> write) {
    final CompletableFuture<T> future = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            future.complete(writer.run(write));
          } catch (RuntimeException e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  @Test
  void a_failing_write_fails_alone() throws Exception {
    final EventEnvelope ghost = Fixtures.started(1).events().getFirst();
    final List<Write<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      final int n = i;
      writes.add(tx -> fact(tx, "test" + n, ""));
    }
    writes.add(
        2,
        tx -> {
          fact(tx, "test-failing", "");
          tx.assignSeq(ghost);
          throw new SQLException("cannot be executed");
        });
    final Append start = Fixtures.started(2);
    writes.addFirst(tx -> appended(tx, start));
    final List<CompletableFuture<Integer>> results = submitTogether(writes);
    assertThat(results.removeFirst().join()).isEqualTo(1);

    assertThatThrownBy(() -> results.get(2).join())
        .hasCauseInstanceOf(StoreUnavailableException.class);
    results.remove(2);
    assertThat(results).allSatisfy(r -> assertThat(r.get(30, TimeUnit.SECONDS)).isEqualTo(1));
    assertThat(facts()).containsExactly("test0", "test1", "test2", "test3", "test4");
    assertThat(published).isEqualTo(start.events());
    assertThat(writer.trouble()).isNull();
  }

  private static int appended(Tx tx, Append append) throws SQLException {
    final EventStore.AppendResult result =
        new AppendWrite(append, new Codec(Fixtures.SCHEMA), InstantSource.fixed(Fixtures.NOON))
            .apply(tx);
    return result.equals(new EventStore.Appended()) ? 1 : 0;
  }

  @Test
  void an_append_loses_its_race_alone() throws Exception {
    final Append first = Fixtures.combined(Fixtures.started(1), Fixtures.started(2));
    final Append loser =
        Fixtures.with(
            Fixtures.combined(Fixtures.started(3), Fixtures.started(1), Fixtures.started(4)),
            Fixtures.deadline(Fixtures.session(3), Fixtures.NOON));
    final Append last = Fixtures.started(3);
    final List<Write<Integer>> writes =
        List.of(tx -> appended(tx, first), tx -> appended(tx, loser), tx -> appended(tx, last));

    assertThat(submitTogether(writes)).extracting(CompletableFuture::join).containsExactly(1, 0, 1);
    assertThat(published)
        .containsExactlyElementsOf(
            Stream.of(first, last).flatMap(a -> a.events().stream()).toList());
    assertThat(
            reads.<List<Integer>>with(
                handle ->
                    handle
                        .createQuery(
                            "SELECT count(*) FROM streams UNION ALL SELECT count(*) FROM events"
                                + " UNION ALL SELECT count(*) FROM tasks")
                        .mapTo(Integer.class)
                        .list()))
        .containsExactly(3, 3, 0);
  }

  @Test
  void a_write_with_a_bug_fails_alone() throws Exception {
    final List<CompletableFuture<Integer>> results =
        submitTogether(
            List.of(
                tx -> fact(tx, "test0", ""),
                _ -> {
                  throw new IllegalArgumentException("a bug");
                },
                tx -> fact(tx, "test1", "")));
    assertThatThrownBy(() -> results.get(1).get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("a bug");
    results.get(0).join();
    results.get(2).join();
    assertThat(facts()).containsExactly("test0", "test1");
  }

  @Test
  void runs_writes_in_order() {
    final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    final List<Write<Boolean>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      final int n = i;
      writes.add(_ -> order.add(n));
    }
    submitTogether(writes).forEach(CompletableFuture::join);
    assertThat(order).isSorted().hasSize(50);
  }

  @Test
  void waiting_writes_share_a_transaction() {
    final long before = writer.batches();
    final List<Write<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      final int n = i;
      writes.add(tx -> fact(tx, "test" + n, ""));
    }
    submitTogether(writes).forEach(CompletableFuture::join);
    assertThat(writer.batches()).isLessThanOrEqualTo(before + 3); // housekeeping may add one
    assertThat(facts()).hasSize(40);
  }

  @Test
  void reports_a_full_disk_until_there_is_space() throws Exception {
    writer.run(tx -> fact(tx, "test0", ""));
    maxPages.set(1); // SQLite then limits the file to its current number of pages
    writer.run(tx -> tx.sql("PRAGMA max_page_count = 1").execute());
    final String big = "x".repeat(100_000);

    assertThatThrownBy(() -> writer.run(tx -> fact(tx, "test1", big)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("the disk is full");
    assertThat(writer.trouble()).contains("the disk is full");
    assertThat(facts()).containsExactly("test0");
    writer.run(_ -> "nothing to write");
    assertThat(writer.trouble()).as("only a successful write ends the problem").isNotNull();

    maxPages.set(1_000_000); // the writer's probe notices it, on a new connection
    await().atMost(Duration.ofSeconds(30)).until(() -> writer.trouble() == null);
    writer.run(tx -> fact(tx, "test1", big));
    assertThat(facts()).containsExactly("test0", "test1");
  }

  @Test
  void publishes_once_after_an_apparently_failed_commit() {
    final EventStore store =
        new SqliteEventStore(
            writer,
            reads,
            new EventRows(reads, new Codec(Fixtures.SCHEMA)),
            new Codec(Fixtures.SCHEMA),
            InstantSource.fixed(Fixtures.NOON));
    final Append start = Fixtures.started(1);
    failAfterCommit.set(true);

    assertThat(store.append(start)).isEqualTo(new EventStore.Appended());
    assertThat(published).isEqualTo(start.events());
    final Append more = Fixtures.next(Fixtures.after(start), Fixtures.remark("more"));
    store.append(more);
    assertThat(published).containsExactly(start.events().getFirst(), more.events().getFirst());
  }

  @Test
  void refuses_writes_when_the_queue_is_full() throws Exception {
    writer.close();
    startWriter(Duration.ofMillis(200));
    final CompletableFuture<String> blocking = blockWriter();
    final List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < GroupCommit.MAX_WAITING; i++) {
      waiting.add(async(tx -> 1));
    }
    await().until(() -> writer.waiting() == GroupCommit.MAX_WAITING);

    assertThatThrownBy(() -> writer.run(tx -> fact(tx, "test-late", "")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("4096 writes are waiting");

    // The writes in the queue have timed out too; their callers learn that nothing was written.
    assertThatThrownBy(() -> waiting.getFirst().get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class)
        .hasMessageContaining("it was not written");
    gate.countDown();
    assertThatThrownBy(blocking::join).hasMessageContaining("it may still be written");
    writer.run(tx -> fact(tx, "test1", ""));
    assertThat(facts()).containsExactly("test1");
  }

  @Test
  void closing_completes_waiting_writes_and_refuses_others() throws Exception {
    final CompletableFuture<String> blocking = blockWriter();
    final CompletableFuture<Integer> last = async(tx -> fact(tx, "test0", ""));
    await().until(() -> writer.waiting() == 1);
    gate.countDown();
    writer.close();
    assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(blocking.get(30, TimeUnit.SECONDS)).isEqualTo("blocked");
    assertThat(facts()).containsExactly("test0");

    assertThatThrownBy(() -> writer.run(tx -> fact(tx, "test1", "")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed");
    assertThat(writer.trouble()).contains("closed");
  }
}
