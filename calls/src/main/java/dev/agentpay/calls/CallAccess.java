package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.payments.CallCheck;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;

/// Checks whether an agent may take a payment on a call.
public final class CallAccess implements CallCheck {
  private final EventStore store;

  public CallAccess(EventStore store) {
    this.store = store;
  }

  @Override
  public CheckedCall check(AgentId agent, CallSid sid) {
    final Call call =
        store
            .load(CallSchema.CALL, sid.value())
            .filter(c -> c.owner().filter(agent::equals).isPresent())
            .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CALL, OwnerDecisions.NO_CALL));
    if (!call.isLive()) {
      throw new RefusedException(
          Refusal.CALL_NOT_IN_PROGRESS,
          "the call has ended (%s); a payment needs the customer on the line"
              .formatted(call.ended().orElse("")));
    }
    // An agent who is being rung is not on the call yet, even if somebody else was.
    if (call.answeredAt().isEmpty() || call.ringing().isPresent()) {
      throw new RefusedException(
          Refusal.CALL_NOT_IN_PROGRESS,
          "the call is still ringing; a payment needs the customer on the line");
    }
    return new CheckedCall(call.stream(), call.version());
  }
}
