package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallProgress;
import java.util.Optional;

/// A `<Dial>` is over, and its call asks what to do next: the request to its `action`.
///
/// @param call the call that dialled: the customer's
/// @param progress how the dialled leg ended
/// @param leg the dialled leg; absent when none came to be
/// @param seconds how long the dialled leg lasted
/// @see <a href="https://www.twilio.com/docs/voice/twiml/dial#action">Twilio: Dial action</a>
public record DialEnded(
    CallSid call, CallProgress progress, Optional<CallSid> leg, Optional<Integer> seconds) {

  /// Reads a webhook whose signature holds.
  ///
  /// @throws BadWebhookException when `CallSid` or `DialCallStatus` is missing, or a sid is none
  public static DialEnded parse(Form body) {
    return new DialEnded(
        Sids.call(body, "CallSid"),
        CallStatus.progress(body, "DialCallStatus"),
        Sids.optionalCall(body, "DialCallSid"),
        body.number("DialCallDuration"));
  }

  /// Whether somebody took the call. If not, somebody else may be rung.
  public boolean wasAnswered() {
    return progress == CallProgress.COMPLETED || progress == CallProgress.IN_PROGRESS;
  }
}
