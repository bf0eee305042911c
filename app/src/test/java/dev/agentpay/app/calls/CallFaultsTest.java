package dev.agentpay.app.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.Call;
import dev.agentpay.scenarios.actors.DemoLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole calls on each way while status callbacks are dropped, doubled and told in another order:
/// in the end every call is over and every agent free.
class CallFaultsTest {
  private static final int ROUNDS = 6;

  @TempDir private Path data;

  @Test
  void softphones() {
    try (CallWorld world = new CallWorld(data)) {
      world.as("alice").ready();
      world.as("bob").ready();
      world.twilio().useParties(Map.of("client:alice", "no-answer"));
      world.faults(1);
      for (int round = 0; round < ROUNDS; round++) {
        final String first = world.calls(DemoLines.BUSINESS);
        final String second = world.calls(DemoLines.BUSINESS);
        endBoth(world, first, second, round);
      }
      world.comesToRest();
    }
  }

  @Test
  void an_agents_own_telephone() {
    try (CallWorld world = new CallWorld(data)) {
      world.faults(2);
      for (int round = 0; round < ROUNDS; round++) {
        world
            .twilio()
            .useParties(
                Map.of(
                    DemoLines.BOBS_PHONE, List.of("answer", "busy", "no-answer").get(round % 3)));
        final String first = world.calls(DemoLines.FORWARDED);
        final String second = world.calls(DemoLines.FORWARDED);
        endBoth(world, first, second, round);
      }
      world.comesToRest();
    }
  }

  @Test
  void a_pbx_that_is_called() {
    try (CallWorld world = new CallWorld(data)) {
      world.faults(3);
      final PayClient alice = world.as("alice");
      for (int round = 0; round < ROUNDS; round++) {
        final String first = world.calls(DemoLines.PBX);
        final String second = world.calls(DemoLines.PBX);
        assertThat(world.talksTo(first)).isPresent();
        assertThat(alice.claimByUui(first)).as("the webhook itself told of it").isPresent();
        assertThat(world.call(first).orElseThrow().agent()).contains("alice");
        endBoth(world, first, second, round);
      }
      world.comesToRest();
    }
  }

  @Test
  void a_pbx_that_calls() {
    try (CallWorld world = new CallWorld(data)) {
      world.faults(4);
      final PayClient alice = world.as("alice");
      final List<String> awaited = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        final String uui = "conversation-" + round;
        alice.claimByUui(uui);
        final String first = world.isCalled(uui);
        awaited.add(first);
        final String second = world.isCalled("other-" + round);
        endBoth(world, first, second, round);
      }
      // Four callbacks tell of each, and any of them will do.
      for (String call : awaited) {
        CallWorld.must(
            "the claim that waited got it",
            () -> world.call(call).flatMap(Call::agent).filter("alice"::equals).isPresent());
      }
      world.comesToRest();
    }
  }

  /// One hangs up by themselves, the other is hung up on.
  private static void endBoth(CallWorld world, String first, String second, int round) {
    final Optional<String> leg = world.talksTo(first);
    world.talksTo(second);
    world.hangsUp(round % 2 == 0 ? first : leg.orElse(first));
    world.hangsUp(second);
    world.hangsUp(first);
  }
}
