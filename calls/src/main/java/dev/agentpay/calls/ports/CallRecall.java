package dev.agentpay.calls.ports;

import dev.agentpay.payments.values.CallSid;

/// Has a call that hears music ask at once what to do, and not when the piece is over. It asks at
/// an address of its own: a ringing that the redirect interrupts begins anew. Blocks; throws
/// nothing.
public interface CallRecall {
  /// Tells Twilio; its question comes as a webhook.
  ///
  /// @return false when Twilio may not have got it: tell it again as long as the caller waits. True
  ///   also when Twilio refuses, since telling it again would change nothing
  boolean recall(CallSid call);
}
