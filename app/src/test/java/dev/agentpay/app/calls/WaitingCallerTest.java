package dev.agentpay.app.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agentpay.client.model.Call;
import dev.agentpay.scenarios.actors.DemoLines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers who wait with music are connected when an agent becomes ready, before the music ends.
class WaitingCallerTest {
  /// Simulated milliseconds. In real time this is some minutes, longer than any test waits.
  private static final Map<String, Integer> LONG_MUSIC = Map.of("soundMillis", 3_600_000);

  @TempDir private Path data;

  @Test
  void connects_the_longest_waiting_caller_to_a_ready_agent() {
    try (CallWorld world = worldWithMusic()) {
      final String first = world.customerCalls(DemoLines.BUSINESS);
      awaitWaiting(world, first);
      final String second = world.customerCalls(DemoLines.BUSINESS);
      awaitWaiting(world, second);
      assertThat(world.as("sam").unmatchedCalls())
          .extracting(Call::sid, Call::state)
          .containsExactlyInAnyOrder(
              tuple(first, Call.State.WAITING), tuple(second, Call.State.WAITING));

      world.as("alice").ready();
      assertThat(world.answeredLeg(first)).isPresent();
      assertThat(world.call(first).orElseThrow().agent()).contains("alice");
      awaitWaiting(world, second);

      world.twilio().hangUp(first); // alice is now free for the next caller
      assertThat(world.answeredLeg(second)).isPresent();
      world.twilio().hangUp(second);
      world.awaitAllEnded();
    }
  }

  @Test
  void rings_the_agent_who_is_assigned_a_waiting_caller() {
    try (CallWorld world = worldWithMusic()) {
      final String call = world.customerCalls(DemoLines.BUSINESS);
      awaitWaiting(world, call);
      world.as("sam").assign(call, "bob");
      assertThat(world.answeredLeg(call)).isPresent();
      CallWorld.eventually(
          "bob answers",
          () -> world.call(call).filter(c -> c.state() == Call.State.ANSWERED).isPresent());
      assertThat(world.call(call).orElseThrow().agent()).contains("bob");
      world.twilio().hangUp(call);
      world.awaitAllEnded();
    }
  }

  private CallWorld worldWithMusic() {
    final CallWorld world =
        new CallWorld(data, "AGENTPAY_QUEUE_MUSIC", "https://pay.example.com/music.mp3");
    world.twilio().use(world.twilio().switches().with(LONG_MUSIC));
    return world;
  }

  private static void awaitWaiting(CallWorld world, String call) {
    CallWorld.eventually(
        "the caller is waiting",
        () -> world.call(call).filter(c -> c.state() == Call.State.WAITING).isPresent());
  }
}
