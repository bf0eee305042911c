package dev.agentpay.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.store.Codec;
import dev.agentpay.store.Given;
import dev.agentpay.store.Logged;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
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

/// The writer by itself, with writes that go wrong in ways that no caller of the ports can cause.
class GroupCommitTest {
  @TempDir Path folder;
  private SqliteFile file;
  private Reads reads;
  private GroupCommit writer;
  private final List<EventEnvelope> published = new CopyOnWriteArrayList<>();
  private final AtomicInteger mostPages = new AtomicInteger(1_000_000);
  private final AtomicBoolean commitStumbles = new AtomicBoolean();
  private final GroupCommit.Audience audience =
      new GroupCommit.Audience() {
        private long newest;

        @Override
        public void publish(List<Logged> durable) {
          newest = durable.getLast().seq();
          durable.forEach(l -> published.add(l.recorded()));
        }

        @Override
        public void catchUp() {
          final List<Logged> missed =
              new EventRows(reads, new Codec(Given.SCHEMA)).after(newest, Optional.empty(), 500);
          if (!missed.isEmpty()) {
            publish(missed);
          }
        }
      };
  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeEach
  void open() throws SQLException {
    file = SqliteFile.open(folder.resolve("agentpay.db"));
    reads = new Reads(file.readers());
    begin(GroupCommit.PATIENCE);
  }

  private void begin(Duration patience) throws SQLException {
    writer =
        new GroupCommit(
            new Tx(this::connect),
            audience,
            tx -> Requests.purge(tx, Given.NOON),
            tx -> fact(tx, "probe", "x".repeat(10_000)),
            patience);
    writer.start();
  }

  @AfterEach
  void close() {
    gate.countDown();
    writer.close();
    reads.close();
    file.close();
  }

  /// A real connection, but for a disk of so many pages, and for a driver that fails after it has
  /// committed.
  private Connection connect() throws SQLException {
    final Connection real = file.writer();
    real.createStatement().execute("PRAGMA max_page_count = " + mostPages);
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              final Object result = method.invoke(real, arguments);
              if (method.getName().equals("commit") && commitStumbles.getAndSet(false)) {
                throw new SQLException("stumbled after the commit");
              }
              return result;
            });
  }

  private static int fact(Tx tx, String name, String value) throws SQLException {
    final var put = tx.sql("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)");
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

  /// Hands in writes that must share a batch: the writer is held until all of them wait.
  private <T> List<CompletableFuture<T>> together(List<Write<T>> writes) {
    final CompletableFuture<String> holding = hold();
    final List<CompletableFuture<T>> futures = new ArrayList<>();
    for (Write<T> write : writes) {
      final int before = writer.waiting();
      futures.add(async(write));
      await().pollInterval(Duration.ofMillis(1)).until(() -> writer.waiting() > before);
    }
    gate.countDown();
    holding.join();
    return futures;
  }

  private CompletableFuture<String> hold() {
    final CountDownLatch held = new CountDownLatch(1);
    final CompletableFuture<String> holding =
        async(
            _ -> {
              held.countDown();
              awaitGate();
              return "held";
            });
    await().until(() -> held.getCount() == 0);
    return holding;
  }

  private void awaitGate() {
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test forgot to open the gate");
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
  void a_write_that_cannot_be_done_fails_alone() throws Exception {
    final EventEnvelope ghost = Given.started(1).events().getFirst();
    final List<Write<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      final int n = i;
      writes.add(tx -> fact(tx, "test" + n, ""));
    }
    writes.add(
        2,
        tx -> {
          fact(tx, "test-poison", "");
          tx.next(ghost);
          throw new SQLException("poisoned");
        });
    final Append start = Given.started(2);
    writes.addFirst(tx -> appended(tx, start));
    final List<CompletableFuture<Integer>> results = together(writes);
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
    final var result =
        new Appending(append, new Codec(Given.SCHEMA), InstantSource.fixed(Given.NOON)).apply(tx);
    return result.equals(new EventStore.Appended()) ? 1 : 0;
  }

  @Test
  void an_append_loses_its_race_alone() throws Exception {
    final Append first = Given.together(Given.started(1), Given.started(2));
    final Append loser =
        Given.with(
            Given.together(Given.started(3), Given.started(1), Given.started(4)),
            Given.deadline(Given.session(3), Given.NOON));
    final Append last = Given.started(3);
    final List<Write<Integer>> writes =
        List.of(tx -> appended(tx, first), tx -> appended(tx, loser), tx -> appended(tx, last));

    assertThat(together(writes)).extracting(CompletableFuture::join).containsExactly(1, 0, 1);
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
        together(
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
  void writes_happen_in_the_order_of_their_calls() {
    final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    final List<Write<Boolean>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      final int n = i;
      writes.add(_ -> order.add(n));
    }
    together(writes).forEach(CompletableFuture::join);
    assertThat(order).isSorted().hasSize(50);
  }

  @Test
  void writes_that_wait_together_share_a_transaction() {
    final long before = writer.batches();
    final List<Write<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      final int n = i;
      writes.add(tx -> fact(tx, "test" + n, ""));
    }
    together(writes).forEach(CompletableFuture::join);
    assertThat(writer.batches()).isLessThanOrEqualTo(before + 3); // perhaps a housekeeping
    assertThat(facts()).hasSize(40);
  }

  @Test
  void a_full_disk_is_told_until_there_is_room() throws Exception {
    writer.run(tx -> fact(tx, "test0", ""));
    mostPages.set(1); // SQLite takes the number of pages that there are
    writer.run(tx -> tx.sql("PRAGMA max_page_count = 1").execute());
    final String big = "x".repeat(100_000);

    assertThatThrownBy(() -> writer.run(tx -> fact(tx, "test1", big)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("the disk is full");
    assertThat(writer.trouble()).contains("the disk is full");
    assertThat(facts()).containsExactly("test0");
    writer.run(_ -> "nothing to write");
    assertThat(writer.trouble()).as("only a write shows that it is over").isNotNull();

    mostPages.set(1_000_000); // the writer's own probe finds out, on a connection of its own
    await().atMost(Duration.ofSeconds(30)).until(() -> writer.trouble() == null);
    writer.run(tx -> fact(tx, "test1", big));
    assertThat(facts()).containsExactly("test0", "test1");
  }

  @Test
  void a_commit_that_seemed_to_fail_is_published_once() {
    final EventStore store =
        new SqliteEventStore(
            writer,
            reads,
            new EventRows(reads, new Codec(Given.SCHEMA)),
            new Codec(Given.SCHEMA),
            InstantSource.fixed(Given.NOON));
    final Append start = Given.started(1);
    commitStumbles.set(true);

    assertThat(store.append(start)).isEqualTo(new EventStore.Appended());
    assertThat(published).isEqualTo(start.events());
    final Append more = Given.next(Given.after(start), Given.remark("more"));
    store.append(more);
    assertThat(published).containsExactly(start.events().getFirst(), more.events().getFirst());
  }

  @Test
  void who_finds_the_queue_full_is_refused() throws Exception {
    writer.close();
    begin(Duration.ofMillis(200));
    final CompletableFuture<String> holding = hold();
    final List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < GroupCommit.MAX_WAITING; i++) {
      waiting.add(async(tx -> 1));
    }
    await().until(() -> writer.waiting() == GroupCommit.MAX_WAITING);

    assertThatThrownBy(() -> writer.run(tx -> fact(tx, "test-late", "")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("4096 writes wait");

    // Those in the queue waited too long as well: they are told that nothing was written.
    assertThatThrownBy(() -> waiting.getFirst().get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class)
        .hasMessageContaining("it was not written");
    gate.countDown();
    assertThatThrownBy(holding::join).hasMessageContaining("it may still be written");
    writer.run(tx -> fact(tx, "test1", ""));
    assertThat(facts()).containsExactly("test1");
  }

  @Test
  void closing_writes_what_waits_and_refuses_what_comes_later() throws Exception {
    final CompletableFuture<String> holding = hold();
    final CompletableFuture<Integer> last = async(tx -> fact(tx, "test0", ""));
    await().until(() -> writer.waiting() == 1);
    gate.countDown();
    writer.close();
    assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(holding.get(30, TimeUnit.SECONDS)).isEqualTo("held");
    assertThat(facts()).containsExactly("test0");

    assertThatThrownBy(() -> writer.run(tx -> fact(tx, "test1", "")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed");
    assertThat(writer.trouble()).contains("closed");
  }
}
