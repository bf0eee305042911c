package dev.agentpay.calls.ports;

import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Checks whether a call has ended. Blocks; throws nothing.
public interface CallEnds {
  /// Returns Twilio's final status of the call, such as `completed`. Empty while the call is in
  /// progress, and when the status cannot be read at the moment: try again later.
  Optional<String> of(CallSid call);
}
