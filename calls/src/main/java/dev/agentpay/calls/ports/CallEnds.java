package dev.agentpay.calls.ports;

import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Where it is asked whether a call is over. Blocks; throws nothing.
public interface CallEnds {
  /// Twilio's last status of the call, such as `completed`, once it is over. Empty while it goes
  /// on, and when nobody can tell at the moment: ask again later.
  Optional<String> of(CallSid call);
}
