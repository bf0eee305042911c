package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Decides who owns a call. A call with an open payment does not change its owner.
final class OwnerDecisions {
  /// One text for an unknown call and for another agent's call, so that it does not reveal which.
  static final String NO_CALL = "no call with this CallSid is assigned to you or unassigned";

  private OwnerDecisions() {}

  /// Gives an unowned call to the agent who claims it.
  static CallOutcome claim(CallDraft draft, CallInput.ClaimCall claim) {
    final Call call = call(draft, claim.call());
    if (!isAlreadyOf(call, claim.agent())) {
      if (call.owner().isPresent()) {
        throw new RefusedException(Refusal.UNKNOWN_CALL, NO_CALL);
      }
      checkLive(call);
    }
    return new CallOutcome.CallResult(
        setOwner(draft, call.sid(), claim.agent(), new CallEvent.CallClaimed(claim.agent())));
  }

  static CallOutcome assign(CallDraft draft, CallInput.AssignCall assign) {
    final Call call = call(draft, assign.call());
    return new CallOutcome.CallResult(
        changeOwner(draft, call, assign.agent(), new CallEvent.CallAssigned(assign.agent())));
  }

  /// Makes this agent the owner, or refuses with the reason.
  static Call changeOwner(CallDraft draft, Call call, AgentId agent, CallEvent event) {
    if (!isAlreadyOf(call, agent)) {
      checkLive(call);
      if (!mayChangeHands(draft, call.sid(), agent)) {
        throw new RefusedException(
            Refusal.CALL_HAS_SESSION,
            "another agent's payment is open on this call; try again when it has ended");
      }
    }
    return setOwner(draft, call.sid(), agent, event);
  }

  /// Whether this agent may become the owner: the call is live, and no other agent's payment is
  /// open.
  static boolean mayChangeHands(CallDraft draft, CallSid sid, AgentId agent) {
    final Optional<Call> call = draft.call(sid).filter(Call::isLive);
    return call.isPresent()
        && (isAlreadyOf(call.get(), agent)
            || call.get().owner().isEmpty()
            || draft.situation().paymentOn(sid).isEmpty());
  }

  /// Makes this agent the owner of a live call and marks them busy. A waiting caller is recalled,
  /// so that the agent is rung.
  static Call setOwner(CallDraft draft, CallSid sid, AgentId agent, CallEvent event) {
    final Call call = draft.existing(sid);
    if (isAlreadyOf(call, agent)) {
      return call;
    }
    final Optional<AgentId> previous = call.owner().filter(owner -> !owner.equals(agent));
    previous.ifPresent(owner -> draft.record(sid, new CallEvent.CallLeft(owner)));
    draft.record(sid, event);
    previous.ifPresent(
        owner -> {
          draft.needsNoPayment(sid);
          AgentDecisions.markFree(draft, owner, sid);
        });
    AgentDecisions.markBusy(draft, agent, sid);
    if (call.waits()) {
      draft.scheduleRecall(draft.existing(sid));
    }
    return draft.existing(sid);
  }

  private static boolean isAlreadyOf(Call call, AgentId agent) {
    return call.agent().equals(Optional.of(agent));
  }

  private static void checkLive(Call call) {
    if (!call.isLive()) {
      throw new RefusedException(Refusal.CALL_NOT_IN_PROGRESS, "the call has ended");
    }
  }

  private static Call call(CallDraft draft, CallSid sid) {
    return draft.call(sid).orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CALL, NO_CALL));
  }
}
