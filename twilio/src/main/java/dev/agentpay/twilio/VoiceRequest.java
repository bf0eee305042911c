package dev.agentpay.twilio;

import dev.agentpay.core.CallSid;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A call asks what to do: the webhook of a number, a SIP domain or a TwiML app.
///
/// @param from as Twilio spells it: E.164, `sip:…` or `client:…`; empty when withheld
/// @param sipHeaders the SIP headers that Twilio passes on (`X-…` and `User-to-User`) by their
///   names in small letters, as SIP does not tell `X-Id` from `x-id`
/// @see <a href="https://www.twilio.com/docs/voice/twiml#request-parameters">Twilio: request
///   parameters</a>
public record VoiceRequest(
    CallSid call,
    String from,
    String to,
    CallDirection direction,
    CallProgress progress,
    Map<String, String> sipHeaders) {

  private static final String SIP_HEADER = "SipHeader_";

  public VoiceRequest {
    sipHeaders = Map.copyOf(sipHeaders);
  }

  /// Reads a webhook whose signature holds.
  ///
  /// @throws BadWebhookException when `CallSid` is missing or is none
  public static VoiceRequest parse(Form body) {
    final Map<String, String> headers = new HashMap<>();
    for (Form.Parameter parameter : body.parameters()) {
      if (parameter.name().startsWith(SIP_HEADER)) {
        headers.putIfAbsent(
            lower(parameter.name().substring(SIP_HEADER.length())), parameter.value());
      }
    }
    return new VoiceRequest(
        Sids.call(body, "CallSid"),
        body.first("From").orElse(""),
        body.first("To").orElse(""),
        CallDirection.ofWire(body.first("Direction").orElse("")),
        CallProgress.ofWire(body.first("CallStatus").orElse("")),
        headers);
  }

  /// A SIP header by its name in any letter case.
  public Optional<String> sipHeader(String name) {
    return Optional.ofNullable(sipHeaders.get(lower(name)));
  }

  /// The UUI under which a PBX knows the call: the whole header with its encoding, if it has one.
  public Optional<String> uui() {
    return sipHeader("User-to-User");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
