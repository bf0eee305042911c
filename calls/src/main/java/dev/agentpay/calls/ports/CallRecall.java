package dev.agentpay.calls.ports;

import dev.agentpay.payments.values.CallSid;

/// Redirects a waiting call to our webhook at once, before the hold music ends. The redirect uses a
/// URL of its own, so that the webhook can restart a ring that the redirect interrupted. Blocks;
/// throws nothing.
public interface CallRecall {
  /// Asks Twilio to redirect the call. Twilio's request for instructions then arrives as a webhook.
  ///
  /// @return false if the request may not have reached Twilio: retry while the caller waits. True
  ///   if Twilio accepted it, and also if Twilio refused it, because a retry would be refused again
  boolean recall(CallSid call);
}
