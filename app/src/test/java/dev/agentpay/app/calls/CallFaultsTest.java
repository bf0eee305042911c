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

/// Calls on each route while status callbacks are dropped, duplicated and reordered. In the end,
/// every call has ended and every agent is free.
class CallFaultsTest {
  private static final int ROUNDS = 6;

  @TempDir private Path data;

  @Test
  void softphone_calls_end() {
    try (CallWorld world = new CallWorld(data)) {
      world.as("alice").ready();
      world.as("bob").ready();
      world.twilio().useParties(Map.of("client:alice", "no-answer"));
      world.faults(1);
      for (int round = 0; round < ROUNDS; round++) {
        final String first = world.customerCalls(DemoLines.BUSINESS);
        final String second = world.customerCalls(DemoLines.BUSINESS);
        endBoth(world, first, second, round);
      }
      world.awaitAllEnded();
    }
  }

  @Test
  void calls_to_an_agents_telephone_end() {
    try (CallWorld world = new CallWorld(data)) {
      world.faults(2);
      for (int round = 0; round < ROUNDS; round++) {
        world
            .twilio()
            .useParties(
                Map.of(
                    DemoLines.BOBS_PHONE, List.of("answer", "busy", "no-answer").get(round % 3)));
        final String first = world.customerCalls(DemoLines.FORWARDED);
        final String second = world.customerCalls(DemoLines.FORWARDED);
        endBoth(world, first, second, round);
      }
      world.awaitAllEnded();
    }
  }

  @Test
  void calls_to_a_pbx_end() {
    try (CallWorld world = new CallWorld(data)) {
      world.faults(3);
      final PayClient alice = world.as("alice");
      for (int round = 0; round < ROUNDS; round++) {
        final String first = world.customerCalls(DemoLines.PBX);
        final String second = world.customerCalls(DemoLines.PBX);
        assertThat(world.answeredLeg(first)).isPresent();
        assertThat(alice.claimByUui(first)).as("known from the webhook").isPresent();
        assertThat(world.call(first).orElseThrow().agent()).contains("alice");
        endBoth(world, first, second, round);
      }
      world.awaitAllEnded();
    }
  }

  @Test
  void calls_from_a_pbx_end() {
    try (CallWorld world = new CallWorld(data)) {
      world.faults(4);
      final PayClient alice = world.as("alice");
      final List<String> claimed = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        final String uui = "conversation-" + round;
        alice.claimByUui(uui);
        final String first = world.pbxCallsCustomer(uui);
        claimed.add(first);
        final String second = world.pbxCallsCustomer("other-" + round);
        endBoth(world, first, second, round);
      }
      // Each call causes four callbacks. One of them is enough to assign it.
      for (String call : claimed) {
        CallWorld.eventually(
            "the waiting claim gets the call",
            () -> world.call(call).flatMap(Call::agent).filter("alice"::equals).isPresent());
      }
      world.awaitAllEnded();
    }
  }

  /// Ends both calls. In odd rounds, the agent's side of the first call hangs up.
  private static void endBoth(CallWorld world, String first, String second, int round) {
    final Optional<String> leg = world.answeredLeg(first);
    world.answeredLeg(second);
    world.hangUp(round % 2 == 0 ? first : leg.orElse(first));
    world.hangUp(second);
    world.hangUp(first);
  }
}
