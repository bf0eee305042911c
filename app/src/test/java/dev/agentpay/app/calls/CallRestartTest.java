package dev.agentpay.app.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.Call;
import dev.agentpay.scenarios.actors.DemoLines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server stops during calls, which continue without it, and starts again.
class CallRestartTest {
  @TempDir private Path data;

  @Test
  void restores_live_calls_and_ends_the_others() {
    try (CallWorld world = new CallWorld(data)) {
      world.as("alice").ready();
      final String softphone = world.customerCalls(DemoLines.BUSINESS);
      final String softphoneLeg = answered(world, softphone, "alice");
      final String forwarded = world.customerCalls(DemoLines.FORWARDED);
      answered(world, forwarded, "bob");
      final String pbx = world.customerCalls(DemoLines.PBX);
      assertThat(world.answeredLeg(pbx)).isPresent();
      final String dialed = world.pbxCallsCustomer("conversation-1");
      CallWorld.eventually("the call is known", () -> world.call(dialed).isPresent());
      assertThat(world.as("alice").claimByUui("conversation-2")).isEmpty();

      world.stop();
      world.hangUp(softphone);
      assertThat(world.isOver(softphoneLeg)).isTrue();
      world.start();

      final PayClient bob = world.as("bob");
      assertThat(CallWorld.agent(bob).call()).contains(forwarded);
      assertThat(world.call(forwarded).orElseThrow().state()).isEqualTo(Call.State.ANSWERED);
      assertThat(bob.claimByUui(pbx).orElseThrow().sid()).isEqualTo(pbx);
      assertThat(bob.claimByUui("conversation-1").orElseThrow().sid()).isEqualTo(dialed);
      final String claimed = world.pbxCallsCustomer("conversation-2");
      CallWorld.eventually(
          "the waiting claim gets the call",
          () -> world.call(claimed).flatMap(Call::agent).filter("alice"::equals).isPresent());
      CallWorld.eventually(
          "the call that ended meanwhile has state ENDED",
          () -> world.call(softphone).orElseThrow().state() == Call.State.ENDED);

      for (String call : new String[] {forwarded, pbx, dialed, claimed}) {
        world.hangUp(call);
      }
      world.awaitAllEnded();
    }
  }

  @Test
  void pbx_transfers_a_call_after_a_restart() {
    try (CallWorld world = new CallWorld(data)) {
      final String call = world.customerCalls(DemoLines.PBX);
      final String leg = world.answeredLeg(call).orElseThrow();
      world.as("alice").claimByUui(call);
      world.stop();
      world.start();
      world.twilio().refer(leg, "sip:bob@" + DemoLines.PBX_DOMAIN, Map.of());
      CallWorld.eventually("the first leg ends", () -> world.isOver(leg));
      assertThat(world.as("bob").claimByUui(call).orElseThrow().agent()).contains("bob");
      assertThat(world.call(call).orElseThrow().isLive()).isTrue();
      world.hangUp(call);
      world.awaitAllEnded();
    }
  }

  private static String answered(CallWorld world, String call, String agent) {
    final String leg = world.answeredLeg(call).orElseThrow();
    CallWorld.eventually(
        agent + " gets the call",
        () -> world.call(call).flatMap(Call::agent).filter(agent::equals).isPresent());
    return leg;
  }
}
