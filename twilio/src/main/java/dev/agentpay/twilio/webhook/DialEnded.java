package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallProgress;
import java.util.Optional;

/// The request to the `action` of a `<Dial>` that has ended: the call asks what to do next.
///
/// @param call the call that dialled: the customer's
/// @param progress how the dialled leg ended
/// @param leg the dialled leg; absent if there was none
/// @param seconds duration of the dialled leg
/// @see <a href="https://www.twilio.com/docs/voice/twiml/dial#action">Twilio: Dial action</a>
public record DialEnded(
    CallSid call, CallProgress progress, Optional<CallSid> leg, Optional<Integer> seconds) {

  /// Parses a webhook whose signature was verified.
  ///
  /// @throws BadWebhookException if `CallSid` or `DialCallStatus` is missing or a sid is malformed
  public static DialEnded parse(Form body) {
    return new DialEnded(
        Sids.call(body, "CallSid"),
        CallStatus.progress(body, "DialCallStatus"),
        Sids.optionalCall(body, "DialCallSid"),
        body.number("DialCallDuration"));
  }

  /// Whether someone answered the call. If not, another agent may be rung.
  public boolean wasAnswered() {
    return progress == CallProgress.COMPLETED || progress == CallProgress.IN_PROGRESS;
  }
}
