package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallDirection;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.TwilioTime;
import java.time.Instant;
import java.util.Optional;

/// A status callback of a call leg. Callbacks may arrive out of order; `sequence` gives the real
/// order.
///
/// @param call the leg
/// @param parent the leg that dialled it; absent for an inbound leg
/// @param from in Twilio's format: E.164, `sip:…` or `client:…`; empty if withheld
/// @param seconds duration of a completed leg; otherwise absent
/// @param sequence from 0 for each leg
/// @param at when it happened, by Twilio's clock
/// @see <a href="https://www.twilio.com/docs/voice/twiml/client">Twilio: statusCallback of
///   Client</a>
public record CallStatus(
    CallSid call,
    Optional<CallSid> parent,
    String from,
    String to,
    CallProgress progress,
    CallDirection direction,
    Optional<Integer> seconds,
    Optional<Integer> sequence,
    Optional<Instant> at) {

  /// Parses a callback whose signature was verified.
  ///
  /// @throws BadWebhookException if `CallSid` or `CallStatus` is missing or a sid is malformed
  public static CallStatus parse(Form body) {
    return new CallStatus(
        Sids.call(body, "CallSid"),
        Sids.optionalCall(body, "ParentCallSid"),
        body.first("From").orElse(""),
        body.first("To").orElse(""),
        progress(body, "CallStatus"),
        CallDirection.ofWire(body.first("Direction").orElse("")),
        body.number("CallDuration"),
        body.number("SequenceNumber"),
        body.first("Timestamp").flatMap(TwilioTime::parse));
  }

  /// Returns a status that says only that the leg has ended.
  public static CallStatus completed(CallSid call) {
    return new CallStatus(
        call,
        Optional.empty(),
        "",
        "",
        CallProgress.COMPLETED,
        CallDirection.ofWire(""),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static CallProgress progress(Form body, String name) {
    return body.filled(name)
        .map(CallProgress::ofWire)
        .orElseThrow(() -> new BadWebhookException(name, "is missing"));
  }
}
