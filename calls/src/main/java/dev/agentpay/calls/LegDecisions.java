package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.util.Optional;

/// What the legs of a call tell: who talks, and what is over.
final class LegDecisions {
  private static final String COMPLETED = "completed";

  private LegDecisions() {}

  static CallOutcome answered(CallDraft draft, CallInput.AgentLegAnswered told) {
    final Call call = call(draft, told.call());
    final AgentId agent = told.agent();
    final boolean isTheirs = call.agent().map(agent::equals).orElse(true);
    if (call.isLive() && isTheirs && !isKnown(call, told.leg())) {
      answers(draft, call, agent, told.leg());
    }
    return new CallOutcome.Taken(true);
  }

  /// An agent who is rung anew while they talk answers on another leg; the end of the leg before
  /// does not end their talk then.
  private static void answers(CallDraft draft, Call call, AgentId agent, CallSid leg) {
    draft.record(call.sid(), new CallEvent.AgentAnswered(agent, leg));
    call.ringing()
        .filter(other -> !other.equals(agent))
        .ifPresent(other -> AgentDecisions.free(draft, other, call.sid()));
    AgentDecisions.keep(draft, agent, call.sid());
  }

  private static boolean isKnown(Call call, CallSid leg) {
    return call.legs().contains(leg) || call.agentLeg().equals(Optional.of(leg));
  }

  static CallOutcome ended(CallDraft draft, CallInput.AgentLegEnded told) {
    final Call call = call(draft, told.call());
    final AgentId agent = told.agent();
    if (call.rings(agent) && call.rung() == told.ring()) {
      // Only an answered leg completes: that it was answered is told later, or never.
      if (told.why().equals(COMPLETED)) {
        answers(draft, call, agent, told.leg());
        hangsUp(draft, call.sid(), agent, told.leg());
      } else {
        draft.record(call.sid(), new CallEvent.AgentMissed(agent, told.why()));
      }
    } else if (call.isOf(agent)
        && call.agentLeg().equals(Optional.of(told.leg()))
        && !call.hungUp()) {
      hangsUp(draft, call.sid(), agent, told.leg());
    }
    if (!draft.known(call.sid()).keeps(agent)) {
      AgentDecisions.free(draft, agent, call.sid());
    }
    return new CallOutcome.Taken(true);
  }

  private static void hangsUp(CallDraft draft, CallSid sid, AgentId agent, CallSid leg) {
    draft.record(sid, new CallEvent.AgentHungUp(agent, leg));
  }

  static CallOutcome pbx(CallDraft draft, CallInput.PbxLeg told, Duration uuiKept) {
    final CallSid sid = told.call();
    told.uui().ifPresent(uui -> UuiDecisions.map(draft, uui, sid, uuiKept));
    if (!told.answered()) {
      return new CallOutcome.Taken(true);
    }
    if (draft.call(sid).isEmpty()) {
      return new CallOutcome.Taken(false);
    }
    talks(draft, sid, Optional.of(told.leg()));
    // Unless another agent's payment is open: then they can claim it when that has ended.
    told.agent()
        .filter(agent -> OwnerDecisions.mayChangeHands(draft, sid, agent))
        .ifPresent(
            agent -> OwnerDecisions.give(draft, sid, agent, new CallEvent.CallAssigned(agent)));
    return new CallOutcome.Taken(true);
  }

  static CallOutcome customer(CallDraft draft, CallInput.CustomerLeg told, Duration uuiKept) {
    final CallEvent.CallArrived arrived = told.arrived();
    final CallSid sid = arrived.call();
    if (draft.call(sid).isEmpty()) {
      draft.record(sid, arrived);
    }
    // It stays whose it is when what is told later names the agent again.
    told.agent()
        .filter(_ -> draft.known(sid).isLive() && draft.known(sid).owner().isEmpty())
        .ifPresent(
            agent -> OwnerDecisions.give(draft, sid, agent, new CallEvent.CallClaimed(agent)));
    arrived.uui().ifPresent(uui -> UuiDecisions.map(draft, uui, sid, uuiKept));
    if (told.answered()) {
      talks(draft, sid, arrived.agentLeg());
    }
    told.over().ifPresent(over -> end(draft, sid, over));
    return new CallOutcome.CallIs(draft.known(sid));
  }

  static CallOutcome found(CallDraft draft, CallEvent.CallArrived arrived) {
    final CallSid sid = arrived.call();
    if (draft.call(sid).isEmpty()) {
      draft.record(sid, arrived);
    }
    // Music is an answer for Twilio, too.
    final Call call = draft.known(sid);
    if (call.state() == CallState.ARRIVED && !agentsLegTells(call)) {
      talks(draft, sid, arrived.agentLeg());
    }
    return new CallOutcome.CallIs(draft.known(sid));
  }

  /// Whether an agent's leg is dialled for it: then only their answer says who talks.
  private static boolean agentsLegTells(Call call) {
    return call.route() == CallRoute.SOFTPHONE || call.rung() > 0;
  }

  static CallOutcome over(CallDraft draft, CallInput.CallOver told) {
    final boolean isOurs = draft.call(told.call()).isPresent();
    if (isOurs) {
      end(draft, told.call(), told.over());
    }
    return new CallOutcome.Taken(isOurs);
  }

  static CallOutcome turnedAway(CallDraft draft, CallSid sid) {
    return over(draft, new CallInput.CallOver(sid, new CallInput.Over("busy", Optional.empty())));
  }

  /// The customer's leg is over: so are the payments on it, as far as they can be, and its agent is
  /// free.
  static void end(CallDraft draft, CallSid sid, CallInput.Over over) {
    final Call call = draft.known(sid);
    if (call.isLive()) {
      draft.record(sid, new CallEvent.CallEnded(over.why(), over.seconds()));
      call.owner().ifPresent(agent -> AgentDecisions.free(draft, agent, sid));
      draft.endPayments(sid, over.why());
    }
  }

  private static void talks(CallDraft draft, CallSid sid, Optional<CallSid> leg) {
    final Call call = draft.known(sid);
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
