package dev.agentpay.server.api;

import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;

/// The call that a payment is to be taken on, as a request names it.
sealed interface CallRef {
  /// By the sid of any of its legs.
  record Leg(CallSid sid) implements CallRef {}

  /// By the id under which a PBX knows it.
  record Under(Uui uui) implements CallRef {}

  /// The customer's leg. A call that nobody has becomes the agent's.
  ///
  /// @param bySid whether an agent may claim a call by its sid
  /// @throws RefusedException as for a claim
  /// @throws ProblemException `AMBIGUOUS_UUI`
  default CallSid customer(Claims claims, AgentId agent, boolean bySid, Origin origin) {
    return switch (this) {
      case Leg(CallSid sid) -> claims.forPayment(sid, agent, bySid, origin).sid();
      case Under(Uui uui) -> {
        if (claims.known(uui).calls().isEmpty()) {
          throw new RefusedException(
              Refusal.UNKNOWN_CALL, "no customer is on the line under this UUI");
        }
        yield switch (claims.claim(uui, agent, origin)) {
          // Twilio is asked about an answer that nobody told us of, as for a call named by its sid.
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
