package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.BOB;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.events.StreamId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Readers disconnect and reconnect at random during concurrent writes. Each must get every event
/// once, in order.
@ParameterizedClass
@EnumSource(Engine.class)
class FeedRacesContractTest {
  private static final int WRITERS = 8;
  private static final int READERS = 6;
  private static final int EVENTS = 150;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameter Engine engine;
  @TempDir Path folder;

  @Test
  void delivers_every_event_once_and_in_order() throws Exception {
    final long seed = new Random().nextLong();
    try (Engine.Ports ports = engine.open(folder)) {
      final String beginning = ports.feed().position();
      final List<Object> results =
          Concurrently.run(
              WRITERS + READERS,
              i ->
                  i < WRITERS
                      ? () -> write(ports, i)
                      : reader(ports.feed(), beginning, i, new Random(seed + i)));
      for (int i = WRITERS; i < WRITERS + READERS; i++) {
        assertComplete((Received) results.get(i), "reader %d, seed %d".formatted(i, seed));
      }
    }
  }

  private static AgentId owner(int writer) {
    return writer % 2 == 0 ? ALICE : BOB;
  }

  private static Object write(Engine.Ports ports, int writer) {
    Append last = started(writer, writer, owner(writer));
    assertThat(ports.events().append(last)).isEqualTo(new Appended());
    while (after(last).version() < EVENTS) {
      last = next(after(last), remark("a"), remark("b"));
      assertThat(ports.events().append(last)).isEqualTo(new Appended());
    }
    return last;
  }

  private record Received(Optional<AgentId> audience, List<Fact> facts) {
    int expected() {
      return (int) (last() * (audience.isPresent() ? WRITERS / 2 : WRITERS));
    }

    /// After the first event, writers append two events at a time.
    private static long last() {
      return EVENTS + 1 - EVENTS % 2;
    }
  }

  /// Reads a few items, disconnects and reconnects with its last position. It disconnects by being
  /// full or by closing.
  private static Callable<Object> reader(Feed feed, String beginning, int index, Random random) {
    final Optional<AgentId> audience =
        switch (index % 3) {
          case 0 -> Optional.of(ALICE);
          case 1 -> Optional.of(BOB);
          default -> Optional.empty();
        };
    return () -> {
      final Received received = new Received(audience, new ArrayList<>());
      String position = beginning;
      final long timeoutAt = System.nanoTime() + TIMEOUT.toNanos();
      while (received.facts().size() < received.expected() && System.nanoTime() < timeoutAt) {
        final int capacity = 1 + random.nextInt(60);
        final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(capacity);
        try (Feed.Subscription _ = feed.subscribe(audience, Optional.of(position), queue::offer)) {
          final int leaveAfter = 1 + random.nextInt(80);
          for (int taken = 0; taken < leaveAfter; taken++) {
            final Item item = queue.poll(20, TimeUnit.MILLISECONDS);
            if (item == null) {
              break;
            }
            received.facts().add((Fact) item);
            position = ((Fact) item).position();
          }
        }
      }
      return received;
    };
  }

  private static void assertComplete(Received received, String reader) {
    assertThat(received.facts()).as(reader).hasSize(received.expected());
    assertThat(received.facts().stream().map(Fact::position).distinct().count())
        .as(reader)
        .isEqualTo(received.expected());
    final Map<StreamId, Long> last = new HashMap<>();
    for (Fact fact : received.facts()) {
      final EventEnvelope recorded = fact.event();
      assertThat(recorded.number())
          .as("%s, %s", reader, recorded.stream())
          .isEqualTo(last.getOrDefault(recorded.stream(), 0L) + 1);
      last.put(recorded.stream(), recorded.number());
      received.audience().ifPresent(a -> assertThat(recorded.audience()).as(reader).contains(a));
    }
  }
}
