package dev.agentpay.compat;

import static dev.agentpay.compat.CompatNode.ALICE;
import static dev.agentpay.compat.CompatNode.PAY_MAP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that callbacks acknowledged while Sync was down are written after a restart on the same
/// files.
class SyncRestartTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final List<String> FINAL =
      List.of("final 1", "final 2", "final 3", "final 4", "final 5");

  private final VirtualTime time = new VirtualTime();
  private final MemorySpool spool = new MemorySpool();
  private final FakeSync sync = new FakeSync();
  @TempDir private Path folder;
  private int nodes;

  /// A process that uses the files of this test.
  private final class TestProcess implements AutoCloseable {
    private final VirtualTime.Node node = time.new Node();
    private final SqliteStore store =
        SqliteStore.open(folder.resolve("test.db"), CompatNode.SCHEMA, InstantSource.system());
    private final CompatNode compat =
        new CompatNode(
            new CompatNode.Storage(store.eventStore(), store.feed(), store.outbox(), spool),
            time,
            node,
            "node-" + ++nodes,
            sync);

    /// Starts five payments on five calls.
    private List<PaySession> payments() {
      compat.leaseService(ALICE, Duration.ofDays(1));
      return IntStream.rangeClosed(1, FINAL.size())
          .mapToObj(
              number -> compat.startPayment(ALICE, CompatNode.call(number), Optional.of(PAY_MAP)))
          .toList();
    }

    private void receiveFinalCallbacks(List<PaySession> payments) {
      for (int i = 0; i < payments.size(); i++) {
        assertThat(compat.receivesCallback(payments.get(i), FINAL.get(i), "Result", "success"))
            .as("acknowledged")
            .isTrue();
      }
    }

    /// Stops the process and closes its store.
    @Override
    public void close() {
      if (node.isAlive()) {
        node.soon(
            () -> {
              throw node.dies();
            });
        compat.runFor(Duration.ofMillis(1));
      }
      store.close();
    }
  }

  private void assertWrittenAfterRestart() {
    try (TestProcess next = new TestProcess()) {
      sync.comeBack();
      next.compat.runFor(OutboxWorker.LEASE.plus(Duration.ofMinutes(1)));
      assertThat(sync.texts()).as("each callback once").containsExactlyInAnyOrderElementsOf(FINAL);
      assertThat(next.compat.mirror.lost()).isZero();
      assertThat(next.compat.mirror.waiting()).isZero();
      assertThat(next.compat.mirror.written()).isEqualTo(FINAL.size());
    }
  }

  @Test
  void final_callbacks_survive_a_shutdown() {
    try (TestProcess process = new TestProcess()) {
      final List<PaySession> payments = process.payments();
      sync.goDown();
      process.receiveFinalCallbacks(payments);
      process.compat.runFor(SOON);
      assertThat(sync.attempts()).as("attempts to write").isPositive();
      assertThat(process.compat.mirror.lost()).isZero();
    }
    assertThat(sync.texts()).isEmpty();
    assertWrittenAfterRestart();
  }

  @Test
  void final_callbacks_survive_a_crash_during_a_write() {
    try (TestProcess process = new TestProcess()) {
      final List<PaySession> payments = process.payments();
      sync.killOnNextWrite(process.node);
      process.receiveFinalCallbacks(payments);
      process.compat.runFor(SOON);
      assertThat(process.node.isAlive()).isFalse();
    }
    assertThat(sync.texts()).isEmpty();
    assertWrittenAfterRestart();
  }

  @Test
  void final_callbacks_survive_a_crash_before_the_write() {
    try (TestProcess process = new TestProcess()) {
      final List<PaySession> payments = process.payments();
      process.receiveFinalCallbacks(payments);
      assertThat(sync.attempts()).isZero();
      process.store.close();
    }
    assertWrittenAfterRestart();
  }

  @Test
  void spooled_callbacks_survive_a_restart() {
    final List<PaySession> payments;
    try (TestProcess process = new TestProcess()) {
      payments = process.payments();
      process.store.close();
      process.receiveFinalCallbacks(payments);
      assertThat(spool.oldest()).isPresent();
      assertThat(sync.attempts()).isZero();
    }
    assertWrittenAfterRestart();
    assertThat(spool.oldest()).isEmpty();
  }
}
