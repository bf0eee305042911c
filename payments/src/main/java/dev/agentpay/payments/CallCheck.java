package dev.agentpay.payments;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.values.CallSid;

/// Checks whether an agent may take a payment on a call.
public interface CallCheck {
  /// Checks that the call is assigned to the agent and in progress.
  ///
  /// @return the call and the version that was read. The payment starts only if this version is
  ///   still the latest
  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`
  CheckedCall check(AgentId agent, CallSid call);

  /// A call's stream and the version that was read.
  record CheckedCall(StreamId stream, long version) {}
}
