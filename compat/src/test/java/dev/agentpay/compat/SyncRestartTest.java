package dev.agentpay.compat;

import static dev.agentpay.compat.SyncDesk.ALICE;
import static dev.agentpay.compat.SyncDesk.PAY_MAP;
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

/// What was acknowledged while Sync did not answer is in Sync after a restart on the same files.
class SyncRestartTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final List<String> FINAL =
      List.of("final 1", "final 2", "final 3", "final 4", "final 5");

  private final VirtualTime time = new VirtualTime();
  private final MemorySpool spool = new MemorySpool();
  private final FakeSync sync = new FakeSync();
  @TempDir private Path folder;
  private int nodes;

  /// A process on the files of this test.
  private final class PayProcess implements AutoCloseable {
    private final VirtualTime.Node node = time.new Node();
    private final SqliteStore store =
        SqliteStore.open(folder.resolve("test.db"), SyncDesk.SCHEMA, InstantSource.system());
    private final SyncDesk desk =
        new SyncDesk(
            new SyncDesk.Storage(store.eventStore(), store.feed(), store.outbox(), spool),
            time,
            node,
            "node-" + ++nodes,
            sync);

    /// Of five payments on five calls.
    private List<PaySession> payments() {
      desk.signsIn(ALICE, Duration.ofDays(1));
      return IntStream.rangeClosed(1, FINAL.size())
          .mapToObj(number -> desk.starts(ALICE, SyncDesk.call(number), Optional.of(PAY_MAP)))
          .toList();
    }

    private void tellsFinal(List<PaySession> payments) {
      for (int i = 0; i < payments.size(); i++) {
        assertThat(desk.tells(payments.get(i), FINAL.get(i), "Result", "success"))
            .as("it is acknowledged")
            .isTrue();
      }
    }

    /// Ends what it does, and itself.
    @Override
    public void close() {
      if (node.isAlive()) {
        node.soon(
            () -> {
              throw node.dies();
            });
        desk.passes(Duration.ofMillis(1));
      }
      store.close();
    }
  }

  private void isInSyncAfterARestart() {
    try (PayProcess next = new PayProcess()) {
      sync.isUp();
      next.desk.passes(OutboxWorker.LEASE.plus(Duration.ofMinutes(1)));
      assertThat(sync.texts()).as("each once").containsExactlyInAnyOrderElementsOf(FINAL);
      assertThat(next.desk.mirror.lost()).isZero();
      assertThat(next.desk.mirror.waiting()).isZero();
      assertThat(next.desk.mirror.written()).isEqualTo(FINAL.size());
    }
  }

  @Test
  void five_final_callbacks_survive_an_orderly_close() {
    try (PayProcess process = new PayProcess()) {
      final List<PaySession> payments = process.payments();
      sync.isDown();
      process.tellsFinal(payments);
      process.desk.passes(SOON);
      assertThat(sync.attempts()).as("Sync was asked").isPositive();
      assertThat(process.desk.mirror.lost()).isZero();
    }
    assertThat(sync.texts()).isEmpty();
    isInSyncAfterARestart();
  }

  @Test
  void five_final_callbacks_survive_a_death_in_the_middle_of_a_write() {
    try (PayProcess process = new PayProcess()) {
      final List<PaySession> payments = process.payments();
      sync.endsNext(process.node);
      process.tellsFinal(payments);
      process.desk.passes(SOON);
      assertThat(process.node.isAlive()).isFalse();
    }
    assertThat(sync.texts()).isEmpty();
    isInSyncAfterARestart();
  }

  @Test
  void five_final_callbacks_survive_a_death_before_the_first_write() {
    try (PayProcess process = new PayProcess()) {
      final List<PaySession> payments = process.payments();
      process.tellsFinal(payments);
      assertThat(sync.attempts()).isZero();
      process.store.close();
    }
    isInSyncAfterARestart();
  }

  @Test
  void callbacks_that_were_spooled_are_in_sync_after_a_restart() {
    final List<PaySession> payments;
    try (PayProcess process = new PayProcess()) {
      payments = process.payments();
      process.store.close();
      process.tellsFinal(payments);
      assertThat(spool.oldest()).isPresent();
      assertThat(sync.attempts()).isZero();
    }
    isInSyncAfterARestart();
    assertThat(spool.oldest()).isEmpty();
  }
}
