package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.BOB;
import static dev.agentpay.store.Given.after;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.started;
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

/// Readers who leave and come back at random while many write: each must get every event once, in
/// order.
@ParameterizedClass
@EnumSource(Engine.class)
class FeedRacesContractTest {
  private static final int WRITERS = 8;
  private static final int READERS = 6;
  private static final int EVENTS = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameter Engine engine;
  @TempDir Path folder;

  @Test
  void every_reader_gets_every_event_once_and_in_order() throws Exception {
    final long seed = new Random().nextLong();
    try (Engine.Ports ports = engine.open(folder)) {
      final String beginning = ports.feed().position();
      final List<Object> results =
          Together.run(
              WRITERS + READERS,
              i ->
                  i < WRITERS
                      ? () -> write(ports, i)
                      : reader(ports.feed(), beginning, i, new Random(seed + i)));
      for (int i = WRITERS; i < WRITERS + READERS; i++) {
        assertWhole((Received) results.get(i), "reader %d, seed %d".formatted(i, seed));
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

    /// Writers append two at a time after the first.
    private static long last() {
      return EVENTS + 1 - EVENTS % 2;
    }
  }

  /// Takes a few items, leaves, comes back with its last position; sometimes leaves by having no
  /// room, sometimes by closing.
  private static Callable<Object> reader(Feed feed, String beginning, int index, Random random) {
    final Optional<AgentId> audience =
        switch (index % 3) {
          case 0 -> Optional.of(ALICE);
          case 1 -> Optional.of(BOB);
          default -> Optional.empty();
        };
    return () -> {
      final Received received = new Received(audience, new java.util.ArrayList<>());
      String position = beginning;
      final long giveUp = System.nanoTime() + PATIENCE.toNanos();
      while (received.facts().size() < received.expected() && System.nanoTime() < giveUp) {
        final int room = 1 + random.nextInt(60);
        final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(room);
        try (var _ = feed.subscribe(audience, Optional.of(position), queue::offer)) {
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

  private static void assertWhole(Received received, String who) {
    assertThat(received.facts()).as(who).hasSize(received.expected());
    assertThat(received.facts().stream().map(Fact::position).distinct().count())
        .as(who)
        .isEqualTo(received.expected());
    final Map<StreamId, Long> last = new HashMap<>();
    for (Fact fact : received.facts()) {
      final EventEnvelope recorded = fact.event();
      assertThat(recorded.number())
          .as("%s, %s", who, recorded.stream())
          .isEqualTo(last.getOrDefault(recorded.stream(), 0L) + 1);
      last.put(recorded.stream(), recorded.number());
      received.audience().ifPresent(a -> assertThat(recorded.audience()).as(who).contains(a));
    }
  }
}
