package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.session.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Random inputs, some of them between a decision and its append. A failing seed replays exactly.
class RandomCallsTest {
  private static final int STEPS = 25;
  private static final List<StreamId> STREAMS =
      List.of(
          CallCentre.stream(CallCentre.CALL),
          CallCentre.stream(CallCentre.OTHER),
          CallCentre.stream(CallCentre.ALICE),
          CallCentre.stream(CallCentre.BOB),
          CallCentre.stream(CallCentre.UUI));
  private static final List<CallDecisionTable.InputFactory> INPUTS = inputs();

  @Property(tries = 400)
  void invariants_hold_after_random_inputs(@ForAll long seed) {
    final Random random = new Random(seed);
    final CallDecisionTable centre = CallDecisionTable.after();
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(3) == 0) {
        final Runnable concurrent = any(centre, random);
        centre.store.beforeAppendOf(STREAMS.get(random.nextInt(STREAMS.size())), concurrent);
      }
      final Optional<Call> before = centre.calls.find(CallCentre.CALL);
      any(centre, random).run();
      assertThat(CallDecisionTableTest.violations(centre, before)).as("step %s", step).isEmpty();
    }
  }

  private static Runnable any(CallDecisionTable centre, Random random) {
    if (random.nextInt(8) == 0) {
      final AgentId agent = random.nextBoolean() ? CallCentre.ALICE : CallCentre.BOB;
      return () -> pays(centre, agent);
    }
    final CallDecisionTable.InputFactory input = INPUTS.get(random.nextInt(INPUTS.size()));
    return () -> centre.decide(input);
  }

  private static void pays(CallDecisionTable centre, AgentId agent) {
    try {
      centre.pays(agent);
    } catch (RefusedException notTheirs) {
      // Each step checks the owner of an open payment.
    }
  }

  private static List<CallDecisionTable.InputFactory> inputs() {
    final List<CallDecisionTable.InputFactory> all = new ArrayList<>();
    all.addAll(CallInputs.INPUTS.values());
    all.addAll(CallInputs.UUI_INPUTS.values());
    for (int again = 0; again < 4; again++) {
      all.add(_ -> CallCentre.arrival(CallCentre.OTHER, CallCentre.MUSIC));
      all.add(_ -> CallCentre.customer(CallCentre.OTHER, Optional.empty(), true));
      all.add(_ -> new CallInput.AssignCall(CallCentre.OTHER, CallCentre.ALICE));
      all.add(_ -> new CallInput.ClaimCall(CallCentre.OTHER, CallCentre.BOB));
    }
    all.add(
        _ ->
            new CallInput.CallOver(
                CallCentre.OTHER, new CallInput.LegEnd("completed", Optional.empty())));
    return all;
  }
}
