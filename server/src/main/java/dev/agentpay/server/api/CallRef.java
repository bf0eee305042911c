package dev.agentpay.server.api;

import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;

/// The call to take a payment on, as a request names it: by CallSid or by UUI.
sealed interface CallRef {
  /// The CallSid of any leg of the call.
  record BySid(CallSid sid) implements CallRef {
    @Override
    public String toString() {
      return sid.value();
    }
  }

  /// The id under which a PBX or CTI knows the call.
  record ByUui(Uui uui) implements CallRef {
    @Override
    public String toString() {
      return uui.value();
    }
  }

  /// Returns the customer's leg. Assigns an unassigned call to the agent.
  ///
  /// @param bySid whether agents may claim a call by its CallSid
  /// @throws RefusedException as for a claim
  /// @throws ProblemException `AMBIGUOUS_UUI` if several of the agent's or unassigned calls have
  ///   the UUI
  default CallSid customer(Claims claims, AgentId agent, boolean bySid, Origin origin) {
    return switch (this) {
      case BySid(CallSid sid) -> claims.forPayment(sid, agent, bySid, origin).sid();
      case ByUui(Uui uui) -> {
        if (claims.known(uui).calls().isEmpty()) {
          throw new RefusedException(Refusal.UNKNOWN_CALL, "no live call has this UUI");
        }
        yield switch (claims.claim(uui, agent, origin)) {
          // Ask Twilio whether the call is answered, as for a call named by its CallSid: we may
          // have had no callback about it.
          case Claims.Claimed claimed ->
              claims.forPayment(claimed.call().sid(), agent, bySid, origin).sid();
          case Claims.Ambiguous ambiguous -> throw ClaimRoutes.ambiguous(ambiguous, agent);
          case Claims.Waiting _ ->
              throw new RefusedException(Refusal.CALL_NOT_IN_PROGRESS, "the call has just ended");
        };
      }
    };
  }
}
