package dev.agentpay.store.sqlite;

import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.deadline;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.Aggregate;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.store.Concurrently;
import dev.agentpay.store.Fixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that writes as fast as it can, with SIGKILL at random times. All acknowledged
/// appends must exist afterwards, and none only in part.
class CrashTest {
  /// Number of kills. Set it with `-Dagentpay.kills=100`.
  private static final int KILLS = Integer.getInteger("agentpay.kills", 3);

  private static final int STREAMS = 8;

  @TempDir Path folder;

  /// The process that is killed. Appends to all streams concurrently and prints `stream version`
  /// for each acknowledgement.
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      final SqliteStore store =
          SqliteStore.open(Path.of(args[0]), Fixtures.SCHEMA, InstantSource.system());
      Concurrently.run(STREAMS, stream -> () -> appendForever(store.eventStore(), stream));
    }

    @SuppressWarnings({"InfiniteLoopStatement", "SystemOut"})
    private static Object appendForever(EventStore store, int stream) {
      Aggregate now = store.load(session(stream).stream()).orElse(null);
      while (true) {
        final Append append =
            now == null ? started(stream) : next(now, remark("one of two"), remark("two of two"));
        final long version = after(append).version();
        if (!store
            .append(with(append, deadline(session(stream), Fixtures.NOON.plusSeconds(version))))
            .equals(new Appended())) {
          throw new IllegalStateException("an append failed although nobody else writes");
        }
        System.out.print(stream + " " + version + "\n");
        System.out.flush();
        now = after(append);
      }
    }
  }

  @Test
  void keeps_acknowledged_data_after_a_kill() throws Exception {
    final Random random = new Random();
    final Path file = folder.resolve("agentpay.db");
    final long[] acknowledged = new long[STREAMS];
    for (int kill = 0; kill < KILLS; kill++) {
      killAfter(file, 1 + random.nextInt(2000), acknowledged);
      try (SqliteStore store = SqliteStore.open(file, Fixtures.SCHEMA, InstantSource.system())) {
        for (int stream = 0; stream < STREAMS; stream++) {
          assertComplete(store, stream, acknowledged[stream]);
        }
        final List<Item> replayed = new ArrayList<>();
        final String beginning = store.feed().position().replaceAll("-.*", "-0");
        store.feed().subscribe(Optional.empty(), Optional.of(beginning), replayed::add).close();
        assertThat(store.feed().position()).endsWith("-" + replayed.size());
      }
    }
    assertThat(acknowledged).isNotEqualTo(new long[STREAMS]);
  }

  private static void killAfter(Path file, int lines, long[] acknowledged) throws IOException {
    final Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = victim.inputReader(StandardCharsets.UTF_8)) {
      int read = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        final String[] words = line.split(" ", -1);
        if (words.length == 2 && !words[1].isEmpty()) {
          // The last line may be incomplete and contain a smaller number.
          final int stream = Integer.parseInt(words[0]);
          acknowledged[stream] = Math.max(acknowledged[stream], Long.parseLong(words[1]));
        }
        if (++read == lines) {
          assertThatThrownBy(() -> SqliteStore.open(file, Fixtures.SCHEMA, InstantSource.system()))
              .as("while another process has it open")
              .hasMessageContaining("is in use by another AgentPay");
          victim.toHandle().destroyForcibly(); // its remaining output can still be read
        }
      }
      assertThat(read).as("the victim lived long enough").isGreaterThanOrEqualTo(lines);
    } finally {
      victim.destroyForcibly();
    }
  }

  private static void assertComplete(SqliteStore store, int stream, long acknowledged) {
    final Optional<Aggregate> state = store.eventStore().load(session(stream).stream());
    final long version = state.map(Aggregate::version).orElse(0L);
    assertThat(version).as("stream %d", stream).isGreaterThanOrEqualTo(acknowledged);
    if (version == 0) {
      return;
    }
    assertThat(version % 2).as("both events of an append, or none").isEqualTo(1);

    PaySession evolved = null;
    List<EventEnvelope> page = store.eventStore().events(session(stream).stream(), 0);
    while (!page.isEmpty()) {
      for (EventEnvelope recorded : page) {
        evolved = evolved == null ? PaySession.begin(recorded) : evolved.evolve(recorded);
      }
      page = store.eventStore().events(session(stream).stream(), page.getLast().number());
    }
    assertThat(evolved).isEqualTo(state.orElseThrow());
  }
}
