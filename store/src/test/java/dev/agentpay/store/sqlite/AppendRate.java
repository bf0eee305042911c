package dev.agentpay.store.sqlite;

import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.started;

import dev.agentpay.events.Append;
import dev.agentpay.store.Concurrently;
import dev.agentpay.store.Fixtures;
import dev.agentpay.store.Store;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Measures how many appends per second the store can do on this machine, with events of 1 kB. Run
/// by hand.
final class AppendRate {
  private static final long SECOND = 1_000_000_000L;

  private AppendRate() {}

  public static void main(String[] args) throws Exception {
    final Path folder = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "rate");
    final AtomicInteger sessions = new AtomicInteger();
    for (int round = 0; round < 2; round++) {
      for (int threads : new int[] {1, 16, 64}) {
        try (SqliteStore store =
            SqliteStore.open(
                folder.resolve("r%d-%d.db".formatted(round, threads)),
                Fixtures.SCHEMA,
                InstantSource.system())) {
          measure(store, threads, sessions, SECOND);
          final Store.Load before = store.load();
          final long cpu = cpu();
          final long writerCpu = writerCpu();
          System.out.printf(
              "%2d threads: %s", threads, measure(store, threads, sessions, 3 * SECOND));
          final Store.Load after = store.load();
          final double writes = after.writes() - before.writes();
          System.out.printf(
              ", %.1f per batch, CPU of the process %.0f us, of the writer %.0f us an append%n",
              writes / (after.batches() - before.batches()),
              (cpu() - cpu) / writes / 1000,
              (writerCpu() - writerCpu) / writes / 1000);
        }
      }
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long writerCpu() {
    final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("agentpay-store-writer"))
        .mapToLong(t -> threads.getThreadCpuTime(t.threadId()))
        .sum();
  }

  private static String measure(SqliteStore store, int threads, AtomicInteger sessions, long nanos)
      throws Exception {
    final String text = "x".repeat(1000);
    final LongAdder appends = new LongAdder();
    final long[] latencies =
        Concurrently.run(
                threads,
                _ ->
                    () -> {
                      long[] samples = new long[1024];
                      int n = 0;
                      final long end = System.nanoTime() + nanos;
                      Append last = started(sessions.incrementAndGet());
                      store.eventStore().append(last);
                      long now = System.nanoTime();
                      while (now < end) {
                        last = next(after(last), remark(text));
                        store.eventStore().append(last);
                        final long then = System.nanoTime();
                        samples = n < samples.length ? samples : Arrays.copyOf(samples, 2 * n);
                        samples[n++] = then - now;
                        now = then;
                      }
                      appends.add(n);
                      return Arrays.copyOf(samples, n);
                    })
            .stream()
            .flatMapToLong(Arrays::stream)
            .sorted()
            .toArray();
    return "%,d/s, p50 %.2f ms, p99 %.2f ms"
        .formatted(
            appends.sum() * SECOND / nanos,
            latencies[latencies.length / 2] / 1e6,
            latencies[(int) (latencies.length * 0.99)] / 1e6);
  }
}
