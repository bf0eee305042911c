package dev.agentpay.app.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agentpay.client.model.Call;
import dev.agentpay.scenarios.actors.DemoLines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers who hear music: an agent who becomes ready does not wait for the end of the piece.
class WaitingCallerTest {
  /// Of the simulator's time, and some minutes of ours: longer than any test waits.
  private static final Map<String, Integer> LONG_PIECE = Map.of("soundMillis", 3_600_000);

  @TempDir private Path data;

  @Test
  void whoever_has_waited_longest_is_rung_for_the_agent_who_becomes_ready() {
    try (CallWorld world = withMusic()) {
      final String first = world.calls(DemoLines.BUSINESS);
      waits(world, first);
      final String second = world.calls(DemoLines.BUSINESS);
      waits(world, second);
      assertThat(world.as("sam").unmatchedCalls())
          .extracting(Call::sid, Call::state)
          .containsExactlyInAnyOrder(
              tuple(first, Call.State.WAITING), tuple(second, Call.State.WAITING));

      world.as("alice").ready();
      assertThat(world.talksTo(first)).isPresent();
      assertThat(world.call(first).orElseThrow().agent()).contains("alice");
      waits(world, second);

      world.twilio().hangUp(first); // and alice is free for the next
      assertThat(world.talksTo(second)).isPresent();
      world.twilio().hangUp(second);
      world.comesToRest();
    }
  }

  @Test
  void whoever_is_given_a_caller_who_waits_is_rung_at_once() {
    try (CallWorld world = withMusic()) {
      final String call = world.calls(DemoLines.BUSINESS);
      waits(world, call);
      world.as("sam").assign(call, "bob");
      assertThat(world.talksTo(call)).isPresent();
      CallWorld.must(
          "bob talks",
          () -> world.call(call).filter(c -> c.state() == Call.State.ANSWERED).isPresent());
      assertThat(world.call(call).orElseThrow().agent()).contains("bob");
      world.twilio().hangUp(call);
      world.comesToRest();
    }
  }

  private CallWorld withMusic() {
    final CallWorld world =
        new CallWorld(data, "AGENTPAY_QUEUE_MUSIC", "https://pay.example.com/music.mp3");
    world.twilio().use(world.twilio().switches().with(LONG_PIECE));
    return world;
  }

  private static void waits(CallWorld world, String call) {
    CallWorld.must(
        "the caller waits",
        () -> world.call(call).filter(c -> c.state() == Call.State.WAITING).isPresent());
  }
}
