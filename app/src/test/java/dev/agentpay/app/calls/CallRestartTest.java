package dev.agentpay.app.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.Call;
import dev.agentpay.scenarios.actors.DemoLines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is closed in the middle of calls, which go on without it, and opened again.
class CallRestartTest {
  @TempDir private Path data;

  @Test
  void calls_that_went_on_are_still_whose_they_were_and_those_that_ended_are_over() {
    try (CallWorld world = new CallWorld(data)) {
      world.as("alice").ready();
      final String softphone = world.calls(DemoLines.BUSINESS);
      final String softphoneToo = answered(world, softphone, "alice");
      final String forwarded = world.calls(DemoLines.FORWARDED);
      answered(world, forwarded, "bob");
      final String pbx = world.calls(DemoLines.PBX);
      assertThat(world.talksTo(pbx)).isPresent();
      final String dialled = world.isCalled("conversation-1");
      CallWorld.must("it is known", () -> world.call(dialled).isPresent());
      assertThat(world.as("alice").claimByUui("conversation-2")).isEmpty();

      world.closes();
      world.hangsUp(softphone);
      assertThat(world.isOver(softphoneToo)).isTrue();
      world.opens();

      final PayClient bob = world.as("bob");
      assertThat(CallWorld.agent(bob).call()).contains(forwarded);
      assertThat(world.call(forwarded).orElseThrow().state()).isEqualTo(Call.State.ANSWERED);
      assertThat(bob.claimByUui(pbx).orElseThrow().sid()).isEqualTo(pbx);
      assertThat(bob.claimByUui("conversation-1").orElseThrow().sid()).isEqualTo(dialled);
      final String waited = world.isCalled("conversation-2");
      CallWorld.must(
          "the claim that waited gets it",
          () -> world.call(waited).flatMap(Call::agent).filter("alice"::equals).isPresent());
      CallWorld.must(
          "the call that ended meanwhile is over",
          () -> world.call(softphone).orElseThrow().state() == Call.State.ENDED);

      for (String call : new String[] {forwarded, pbx, dialled, waited}) {
        world.hangsUp(call);
      }
      world.comesToRest();
    }
  }

  @Test
  void a_pbx_hands_over_after_the_restart_what_it_got_before() {
    try (CallWorld world = new CallWorld(data)) {
      final String call = world.calls(DemoLines.PBX);
      final String leg = world.talksTo(call).orElseThrow();
      world.as("alice").claimByUui(call);
      world.closes();
      world.opens();
      world.twilio().refer(leg, "sip:bob@" + DemoLines.PBX_DOMAIN, Map.of());
      CallWorld.must("the first leg is left", () -> world.isOver(leg));
      assertThat(world.as("bob").claimByUui(call).orElseThrow().agent()).contains("bob");
      assertThat(world.call(call).orElseThrow().isLive()).isTrue();
      world.hangsUp(call);
      world.comesToRest();
    }
  }

  private static String answered(CallWorld world, String call, String agent) {
    final String leg = world.talksTo(call).orElseThrow();
    CallWorld.must(
        agent + " has it",
        () -> world.call(call).flatMap(Call::agent).filter(agent::equals).isPresent());
    return leg;
  }
}
