package dev.agentpay.calls;

import static dev.agentpay.calls.CallCentre.ALICE;
import static dev.agentpay.calls.CallCentre.BOB;
import static dev.agentpay.calls.CallCentre.CALL;
import static dev.agentpay.calls.CallCentre.CUSTOMER;
import static dev.agentpay.calls.CallCentre.LEG;
import static dev.agentpay.calls.CallCentre.MUSIC;
import static dev.agentpay.calls.CallCentre.NEXT_LEG;
import static dev.agentpay.calls.CallCentre.NUMBER;
import static dev.agentpay.calls.CallCentre.UUI;
import static dev.agentpay.calls.CallCentre.arrival;
import static dev.agentpay.calls.CallCentre.customer;
import static dev.agentpay.calls.CallDecisionTable.found;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All inputs about a call, in all their variations, by name.
final class CallInputs {
  /// Inputs without a UUI.
  static final Map<String, CallDecisionTable.InputFactory> INPUTS = inputs();

  /// Inputs with a UUI.
  static final Map<String, CallDecisionTable.InputFactory> UUI_INPUTS = uuiInputs();

  private CallInputs() {}

  private static Map<String, CallDecisionTable.InputFactory> inputs() {
    final Map<String, CallDecisionTable.InputFactory> all = new LinkedHashMap<>();
    all.put("arrives", _ -> arrival(CALL, MUSIC));
    all.put("arrives, no queue", _ -> arrival(CALL, Queueing.NONE));
    all.put(
        "forwarded to the agent", _ -> new CallInput.CallForwarded(CALL, CUSTOMER, NUMBER, ALICE));
    all.put("forwarded to another", _ -> new CallInput.CallForwarded(CALL, CUSTOMER, NUMBER, BOB));
    all.put("recalled", _ -> new CallInput.RecallWebhook(CALL, MUSIC));
    all.put("recalled, no queue", _ -> new CallInput.RecallWebhook(CALL, Queueing.NONE));
    all.put("wait deadline", _ -> new CallInput.WaitDeadlinePassed(CALL));
    dials(all);
    agentLegs(all);
    customerLegs(all);
    people(all);
    return all;
  }

  private static void dials(Map<String, CallDecisionTable.InputFactory> all) {
    all.put("dial answered", c -> c.dial(c.currentRing(), true, false, MUSIC));
    all.put("dial unanswered", c -> c.dial(c.currentRing(), false, false, MUSIC));
    all.put("dial unanswered, no queue", c -> c.dial(c.currentRing(), false, false, Queueing.NONE));
    all.put("earlier dial unanswered", c -> c.dial(Optional.of(0L), false, false, MUSIC));
    all.put("unnumbered dial unanswered", c -> c.dial(Optional.empty(), false, false, MUSIC));
    all.put("dial canceled", c -> c.dial(c.currentRing(), false, true, MUSIC));
  }

  private static void agentLegs(Map<String, CallDecisionTable.InputFactory> all) {
    all.put("agent answers", _ -> new CallInput.AgentLegAnswered(CALL, ALICE, LEG));
    all.put("agent answers again", _ -> new CallInput.AgentLegAnswered(CALL, ALICE, NEXT_LEG));
    all.put("another answers", _ -> new CallInput.AgentLegAnswered(CALL, BOB, NEXT_LEG));
    for (String why : List.of("no-answer", "completed")) {
      all.put(
          "agent's leg " + why,
          c -> new CallInput.AgentLegEnded(CALL, ALICE, c.currentRing().orElse(0L), LEG, why));
      all.put(
          "agent's earlier leg " + why,
          _ -> new CallInput.AgentLegEnded(CALL, ALICE, 0, NEXT_LEG, why));
      all.put(
          "agent's leg without a ring " + why,
          _ -> new CallInput.AgentLegEnded(CALL, ALICE, 0, LEG, why));
      all.put(
          "another's leg " + why,
          c -> new CallInput.AgentLegEnded(CALL, BOB, c.currentRing().orElse(0L), NEXT_LEG, why));
    }
  }

  private static void customerLegs(Map<String, CallDecisionTable.InputFactory> all) {
    final Optional<Uui> none = Optional.empty();
    all.put("PBX dialled", _ -> new CallInput.PbxLeg(CALL, LEG, none, Optional.empty(), false));
    all.put("PBX answers", _ -> new CallInput.PbxLeg(CALL, LEG, none, Optional.empty(), true));
    all.put(
        "PBX answers, the agent's",
        _ -> new CallInput.PbxLeg(CALL, LEG, none, Optional.of(ALICE), true));
    all.put(
        "PBX answers, another's",
        _ -> new CallInput.PbxLeg(CALL, LEG, none, Optional.of(BOB), true));
    final CallRoute sip = CallRoute.SIP_OUT;
    all.put("leg begins", c -> c.leg(sip, Optional.empty(), Optional.empty(), false));
    all.put(
        "leg begins, the agent's",
        c -> c.leg(CallRoute.DIAL_OUT, Optional.of(LEG), Optional.of(ALICE), false));
    all.put(
        "leg begins, another's",
        c -> c.leg(CallRoute.DIAL_OUT, Optional.of(NEXT_LEG), Optional.of(BOB), false));
    all.put("leg answered", c -> c.leg(sip, Optional.of(LEG), Optional.empty(), true));
    all.put(
        "leg ended",
        c ->
            new CallInput.CustomerLeg(
                c.leg(sip, Optional.empty(), Optional.empty(), false).arrived(),
                Optional.of(ALICE),
                false,
                Optional.of(new CallInput.LegEnd("completed", Optional.of(3)))));
    all.put(
        "call ended",
        _ -> new CallInput.CallOver(CALL, new CallInput.LegEnd("completed", Optional.empty())));
    all.put("rejected", _ -> new CallInput.CallRejected(CALL));
    all.put("found", _ -> found());
  }

  private static void people(Map<String, CallDecisionTable.InputFactory> all) {
    all.put("agent claims", _ -> new CallInput.ClaimCall(CALL, ALICE));
    all.put("another claims", _ -> new CallInput.ClaimCall(CALL, BOB));
    all.put("assigned to the agent", _ -> new CallInput.AssignCall(CALL, ALICE));
    all.put("assigned to another", _ -> new CallInput.AssignCall(CALL, BOB));
    all.put("agent is ready", _ -> new CallInput.SetAvailability(ALICE, true));
    all.put("agent is away", _ -> new CallInput.SetAvailability(ALICE, false));
    all.put("another is ready", _ -> new CallInput.SetAvailability(BOB, true));
    all.put("another is away", _ -> new CallInput.SetAvailability(BOB, false));
  }

  private static Map<String, CallDecisionTable.InputFactory> uuiInputs() {
    final Map<String, CallDecisionTable.InputFactory> all = new LinkedHashMap<>();
    all.put("agent claims by UUI", _ -> new CallInput.ClaimUui(UUI, ALICE));
    all.put("another claims by UUI", _ -> new CallInput.ClaimUui(UUI, BOB));
    all.put("agent withdraws", _ -> new CallInput.WithdrawClaim(UUI, Optional.of(ALICE)));
    all.put("another withdraws", _ -> new CallInput.WithdrawClaim(UUI, Optional.of(BOB)));
    all.put("supervisor withdraws", _ -> new CallInput.WithdrawClaim(UUI, Optional.empty()));
    all.put("dialled under it", _ -> customer(CALL, Optional.empty(), false));
    all.put("answered under it", _ -> customer(CALL, Optional.of(ALICE), true));
    all.put(
        "PBX dialled under it",
        _ -> new CallInput.PbxLeg(CALL, LEG, Optional.of(UUI), Optional.empty(), false));
    all.put(
        "PBX answers under it",
        _ -> new CallInput.PbxLeg(CALL, LEG, Optional.of(UUI), Optional.of(BOB), true));
    return all;
  }
}
