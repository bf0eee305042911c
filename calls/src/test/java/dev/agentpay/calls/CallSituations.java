package dev.agentpay.calls;

import static dev.agentpay.calls.CallCentre.ALICE;
import static dev.agentpay.calls.CallCentre.BOB;
import static dev.agentpay.calls.CallCentre.CALL;
import static dev.agentpay.calls.CallCentre.KEPT;
import static dev.agentpay.calls.CallCentre.LEG;
import static dev.agentpay.calls.CallCentre.MUSIC;
import static dev.agentpay.calls.CallCentre.ORIGIN;
import static dev.agentpay.calls.CallCentre.OTHER;
import static dev.agentpay.calls.CallCentre.UUI;
import static dev.agentpay.calls.CallCentre.arrival;
import static dev.agentpay.calls.CallDecisionTable.found;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All situations of a call, of the agents around it and of a UUI, as the steps that lead to them.
final class CallSituations {
  /// States of the call.
  static final Map<String, CallDecisionTable.Setup> CALLS = calls();

  /// States of other agents and calls.
  static final Map<String, CallDecisionTable.Setup> OTHERS = others();

  /// States of the UUI.
  static final Map<String, CallDecisionTable.Setup> UUIS = uuis();

  private CallSituations() {}

  private static Map<String, CallDecisionTable.Setup> calls() {
    final Map<String, CallDecisionTable.Setup> all = new LinkedHashMap<>();
    all.put("unknown", _ -> {});
    all.put("arrived", c -> c.began(CALL, CallRoute.SIP_OUT, Optional.empty()));
    all.put("missed", CallDecisionTable::missed);
    all.put("waits", c -> c.waits(CALL));
    all.put(
        "recalled",
        c -> {
          c.waits(CALL);
          c.ready(ALICE);
          c.away(ALICE);
        });
    all.put(
        "recalled in vain",
        c -> {
          c.waits(CALL);
          c.ready(ALICE);
          c.away(ALICE);
          c.recallWebhook(CALL);
        });
    all.put("rings", c -> c.rings(ALICE));
    all.put(
        "rings again",
        c -> {
          c.rings(ALICE);
          c.dialEnds(CALL, "no-answer");
          c.arrives(CALL);
        });
    all.put("rings for another", c -> c.rings(BOB));
    all.put("assigned", c -> c.assignedBeforeAnswer(ALICE));
    all.put("assigned to another", c -> c.assignedBeforeAnswer(BOB));
    all.put(
        "assigned while waiting",
        c -> {
          c.waits(CALL);
          c.assigned(CALL, ALICE);
        });
    all.put(
        "assigned and rung",
        c -> {
          c.waits(CALL);
          c.assigned(CALL, ALICE);
          c.recallWebhook(CALL);
        });
    all.put(
        "dialled by its agent and rung",
        c -> {
          c.calls.change(
              c.leg(CallRoute.DIAL_OUT, Optional.of(LEG), Optional.of(ALICE), false), ORIGIN);
          c.arrives(CALL);
        });
    all.put(
        "dialled by its agent",
        c ->
            c.calls.change(
                c.leg(CallRoute.DIAL_OUT, Optional.of(LEG), Optional.of(ALICE), false), ORIGIN));
    all.put("talks", c -> c.talks(CALL, ALICE));
    all.put("talks to another", c -> c.talks(CALL, BOB));
    all.put(
        "talks to an unknown party",
        c -> {
          c.began(CALL, CallRoute.SIP_OUT, Optional.empty());
          c.pbx(Optional.empty(), Optional.empty(), true);
        });
    all.put("foreign", c -> c.calls.change(found(), ORIGIN));
    all.put(
        "pays",
        c -> {
          c.talks(CALL, ALICE);
          c.paying(ALICE);
        });
    all.put(
        "pays another",
        c -> {
          c.talks(CALL, BOB);
          c.paying(BOB);
        });
    all.put(
        "answered and rings",
        c -> {
          c.missed();
          c.calls.change(found(), ORIGIN);
          c.ready(ALICE);
          c.arrives(CALL);
        });
    all.put(
        "answered and waits",
        c -> {
          c.missed();
          c.calls.change(found(), ORIGIN);
          c.arrives(CALL);
        });
    all.put(
        "hung up",
        c -> {
          c.talks(CALL, ALICE);
          c.legEnds(CALL, ALICE, c.ring(CALL), LEG, "completed");
        });
    all.put(
        "hung up and pays",
        c -> {
          c.talks(CALL, ALICE);
          c.paying(ALICE);
          c.legEnds(CALL, ALICE, c.ring(CALL), LEG, "completed");
        });
    all.put(
        "ended",
        c -> {
          c.talks(CALL, ALICE);
          c.hangsUp(CALL);
        });
    all.put(
        "ended while waiting",
        c -> {
          c.waits(CALL);
          c.hangsUp(CALL);
        });
    return all;
  }

  private static Map<String, CallDecisionTable.Setup> others() {
    final Map<String, CallDecisionTable.Setup> all = new LinkedHashMap<>();
    all.put("no other agent or call", _ -> {});
    all.put("another agent is ready", c -> c.readyWithoutLook(new AgentEvent.AgentReady(BOB)));
    all.put("the agent is ready", c -> c.readyWithoutLook(new AgentEvent.AgentReady(ALICE)));
    all.put("another agent is busy", c -> c.busyWith(OTHER, BOB));
    all.put("the agent has a second call", c -> c.busyWith(OTHER, ALICE));
    all.put("another caller waits", c -> c.next(arrival(OTHER, MUSIC)));
    return all;
  }

  private static Map<String, CallDecisionTable.Setup> uuis() {
    final Map<String, CallDecisionTable.Setup> all = new LinkedHashMap<>();
    all.put("nothing", _ -> {});
    all.put("the call", c -> c.pbx(Optional.of(UUI), Optional.empty(), false));
    all.put("another call", c -> c.dialled(OTHER));
    all.put(
        "two calls",
        c -> {
          c.dialled(OTHER);
          c.pbx(Optional.of(UUI), Optional.empty(), false);
        });
    all.put("the agent's claim", c -> c.claims.claim(UUI, ALICE, ORIGIN));
    all.put("another agent's claim", c -> c.claims.claim(UUI, BOB, ORIGIN));
    all.put(
        "a claim that waited too long",
        c -> {
          c.claims.claim(UUI, BOB, ORIGIN);
          c.passes(KEPT);
        });
    return all;
  }
}
