package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.util.Optional;

/// Decisions on the status of legs: who talks to the customer, and what has ended.
final class LegDecisions {
  private static final String COMPLETED = "completed";

  private LegDecisions() {}

  static CallOutcome answered(CallDraft draft, CallInput.AgentLegAnswered input) {
    final Call call = call(draft, input.call());
    final AgentId agent = input.agent();
    final boolean isTheirs = call.agent().map(agent::equals).orElse(true);
    if (call.isLive() && isTheirs && !isKnownLeg(call, input.leg())) {
      recordAnswer(draft, call, agent, input.leg());
    }
    return new CallOutcome.Handled(true);
  }

  /// Records that the agent answered. An agent who is rung again while they talk answers on another
  /// leg; the end of the earlier leg then does not end the conversation.
  private static void recordAnswer(CallDraft draft, Call call, AgentId agent, CallSid leg) {
    draft.record(call.sid(), new CallEvent.AgentAnswered(agent, leg));
    call.ringing()
        .filter(other -> !other.equals(agent))
        .ifPresent(other -> AgentDecisions.markFree(draft, other, call.sid()));
    AgentDecisions.markBusy(draft, agent, call.sid());
  }

  private static boolean isKnownLeg(Call call, CallSid leg) {
    return call.legs().contains(leg) || call.agentLeg().equals(Optional.of(leg));
  }

  static CallOutcome ended(CallDraft draft, CallInput.AgentLegEnded input) {
    final Call call = call(draft, input.call());
    final AgentId agent = input.agent();
    if (call.rings(agent) && call.rung() == input.ring()) {
      // Only an answered leg completes: its "answered" callback arrives later, or never.
      if (input.status().equals(COMPLETED)) {
        recordAnswer(draft, call, agent, input.leg());
        recordHangUp(draft, call.sid(), agent, input.leg());
      } else {
        draft.record(call.sid(), new CallEvent.AgentMissed(agent, input.status()));
      }
    } else if (call.isOf(agent)
        && call.agentLeg().equals(Optional.of(input.leg()))
        && !call.hungUp()) {
      recordHangUp(draft, call.sid(), agent, input.leg());
    }
    if (!draft.existing(call.sid()).keeps(agent)) {
      AgentDecisions.markFree(draft, agent, call.sid());
    }
    return new CallOutcome.Handled(true);
  }

  private static void recordHangUp(CallDraft draft, CallSid sid, AgentId agent, CallSid leg) {
    draft.record(sid, new CallEvent.AgentHungUp(agent, leg));
  }

  static CallOutcome pbx(CallDraft draft, CallInput.PbxLeg input, Duration uuiKept) {
    final CallSid sid = input.call();
    input.uui().ifPresent(uui -> UuiDecisions.map(draft, uui, sid, uuiKept));
    if (!input.answered()) {
      return new CallOutcome.Handled(true);
    }
    if (draft.call(sid).isEmpty()) {
      return new CallOutcome.Handled(false);
    }
    recordTalking(draft, sid, Optional.of(input.leg()));
    // Not while another agent's payment is open; the agent can claim the call afterwards.
    input
        .agent()
        .filter(agent -> OwnerDecisions.mayChangeHands(draft, sid, agent))
        .ifPresent(
            agent -> OwnerDecisions.setOwner(draft, sid, agent, new CallEvent.CallAssigned(agent)));
    return new CallOutcome.Handled(true);
  }

  static CallOutcome customer(CallDraft draft, CallInput.CustomerLeg input, Duration uuiKept) {
    final CallEvent.CallArrived arrived = input.arrived();
    final CallSid sid = arrived.call();
    if (draft.call(sid).isEmpty()) {
      draft.record(sid, arrived);
    }
    // A later callback names the agent again; it must not take the call from its current owner.
    input
        .agent()
        .filter(_ -> draft.existing(sid).isLive() && draft.existing(sid).owner().isEmpty())
        .ifPresent(
            agent -> OwnerDecisions.setOwner(draft, sid, agent, new CallEvent.CallClaimed(agent)));
    arrived.uui().ifPresent(uui -> UuiDecisions.map(draft, uui, sid, uuiKept));
    if (input.answered()) {
      recordTalking(draft, sid, arrived.agentLeg());
    }
    input.end().ifPresent(end -> end(draft, sid, end));
    return new CallOutcome.CallResult(draft.existing(sid));
  }

  static CallOutcome found(CallDraft draft, CallEvent.CallArrived arrived) {
    final CallSid sid = arrived.call();
    if (draft.call(sid).isEmpty()) {
      draft.record(sid, arrived);
    }
    // Twilio also reports a call on hold as answered.
    final Call call = draft.existing(sid);
    if (call.state() == CallState.ARRIVED && !hasAgentLeg(call)) {
      recordTalking(draft, sid, arrived.agentLeg());
    }
    return new CallOutcome.CallResult(draft.existing(sid));
  }

  /// Whether an agent's leg is dialled for the call. If so, only its answer shows that the customer
  /// talks.
  private static boolean hasAgentLeg(Call call) {
    return call.route() == CallRoute.SOFTPHONE || call.rung() > 0;
  }

  static CallOutcome over(CallDraft draft, CallInput.CallOver input) {
    final boolean isKnownCall = draft.call(input.call()).isPresent();
    if (isKnownCall) {
      end(draft, input.call(), input.end());
    }
    return new CallOutcome.Handled(isKnownCall);
  }

  static CallOutcome rejected(CallDraft draft, CallSid sid) {
    return over(draft, new CallInput.CallOver(sid, new CallInput.LegEnd("busy", Optional.empty())));
  }

  /// Ends the call, ends its payments where possible, and frees its agent.
  static void end(CallDraft draft, CallSid sid, CallInput.LegEnd end) {
    final Call call = draft.existing(sid);
    if (call.isLive()) {
      draft.record(sid, new CallEvent.CallEnded(end.status(), end.seconds()));
      call.owner().ifPresent(agent -> AgentDecisions.markFree(draft, agent, sid));
      draft.endPayments(sid, end.status());
    }
  }

  private static void recordTalking(CallDraft draft, CallSid sid, Optional<CallSid> leg) {
    final Call call = draft.existing(sid);
    if (call.isLive() && call.answeredAt().isEmpty()) {
      draft.record(sid, new CallEvent.CallAnswered(leg));
    }
  }

  private static Call call(CallDraft draft, CallSid sid) {
    return draft
        .call(sid)
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CALL, "there is no such call"));
  }
}
