package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Whose a call is. A call with an open payment does not change hands.
final class OwnerDecisions {
  /// The same whether there is no such call or it is another's, so that nobody finds out by asking.
  static final String NO_CALL = "no call with this CallSid is assigned to you or unassigned";

  private OwnerDecisions() {}

  /// One that nobody has.
  static CallOutcome claim(CallDraft draft, CallInput.ClaimCall claim) {
    final Call call = call(draft, claim.call());
    if (!isAlreadyOf(call, claim.agent())) {
      if (call.owner().isPresent()) {
        throw new RefusedException(Refusal.UNKNOWN_CALL, NO_CALL);
      }
      checkLive(call);
    }
    return new CallOutcome.CallIs(
        give(draft, call.sid(), claim.agent(), new CallEvent.CallClaimed(claim.agent())));
  }

  static CallOutcome assign(CallDraft draft, CallInput.AssignCall assign) {
    final Call call = call(draft, assign.call());
    return new CallOutcome.CallIs(
        take(draft, call, assign.agent(), new CallEvent.CallAssigned(assign.agent())));
  }

  /// Makes the call this agent's, or says why not.
  static Call take(CallDraft draft, Call call, AgentId agent, CallEvent event) {
    if (!isAlreadyOf(call, agent)) {
      checkLive(call);
      if (!mayChangeHands(draft, call.sid(), agent)) {
        throw new RefusedException(
            Refusal.CALL_HAS_SESSION,
            "another agent's payment is open on the call; it can change hands when that has ended");
      }
    }
    return give(draft, call.sid(), agent, event);
  }

  /// Whether the call can become this agent's: it is live, and no other agent's payment is open.
  static boolean mayChangeHands(CallDraft draft, CallSid sid, AgentId agent) {
    final Optional<Call> call = draft.call(sid).filter(Call::isLive);
    return call.isPresent()
        && (isAlreadyOf(call.get(), agent)
            || call.get().owner().isEmpty()
            || draft.situation().paymentOn(sid).isEmpty());
  }

  /// Makes a live call this agent's, from nobody or from another, and keeps them for it. A caller
  /// who hears music is told to ask, so that the agent is rung.
  static Call give(CallDraft draft, CallSid sid, AgentId agent, CallEvent event) {
    final Call call = draft.known(sid);
    if (isAlreadyOf(call, agent)) {
      return call;
    }
    final Optional<AgentId> before = call.owner().filter(owner -> !owner.equals(agent));
    before.ifPresent(owner -> draft.record(sid, new CallEvent.CallLeft(owner)));
    draft.record(sid, event);
    before.ifPresent(
        owner -> {
          draft.needsNoPayment(sid);
          AgentDecisions.free(draft, owner, sid);
        });
    AgentDecisions.keep(draft, agent, sid);
    if (call.waits()) {
      draft.tellToAsk(draft.known(sid));
    }
    return draft.known(sid);
  }

  private static boolean isAlreadyOf(Call call, AgentId agent) {
    return call.agent().equals(Optional.of(agent));
  }

  private static void checkLive(Call call) {
    if (!call.isLive()) {
      throw new RefusedException(Refusal.CALL_NOT_IN_PROGRESS, "the call is over");
    }
  }

  private static Call call(CallDraft draft, CallSid sid) {
    return draft.call(sid).orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CALL, NO_CALL));
  }
}
