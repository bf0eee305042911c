package dev.agentpay.payments;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.values.CallSid;

/// Where it is asked whether an agent may take a payment on a call.
public interface CallCheck {
  /// The call is the agent's and somebody talks on it.
  ///
  /// @return the call as it was read: the payment starts only if nobody has written to it since
  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`
  Seen check(AgentId agent, CallSid call);

  /// A stream and the version of it that was read.
  record Seen(StreamId stream, long version) {}
}
