package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.Address;
import dev.agentpay.twilio.CallDirection;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.UserToUser;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A voice webhook, in which a call asks what to do: from a number, a SIP domain or a TwiML app.
///
/// @param from in Twilio's format: E.164, `sip:…` or `client:…`; empty if withheld
/// @param sipHeaders the SIP headers that Twilio passes on (`X-…` and `User-to-User`), by name in
///   lower case, because SIP header names are case-insensitive
/// @param sipDomain the SIP domain that was called: from Twilio, otherwise the host in `to`
/// @param applicationSid the TwiML app (`AP…`) through which a softphone calls out
/// @param tollFreeLocation location of a mobile caller to a toll-free number, in the carrier's code
/// @see <a href="https://www.twilio.com/docs/voice/twiml#request-parameters">Twilio: request
///   parameters</a>
public record VoiceRequest(
    CallSid call,
    String from,
    String to,
    CallDirection direction,
    CallProgress progress,
    Map<String, String> sipHeaders,
    Optional<String> sipDomain,
    Optional<String> applicationSid,
    Optional<String> tollFreeLocation) {

  /// The header in which Genesys passes a conversation's id.
  private static final String GENESYS_CONVERSATION = "x-inin-cnv";

  private static final String SIP_HEADER = "sipheader_";

  public VoiceRequest {
    sipHeaders = Map.copyOf(sipHeaders);
  }

  /// Parses a webhook whose signature was verified.
  ///
  /// @throws BadWebhookException if `CallSid` is missing or malformed
  public static VoiceRequest parse(Form body) {
    final String to = body.first("To").orElse("");
    return new VoiceRequest(
        Sids.call(body, "CallSid"),
        body.first("From").orElse(""),
        to,
        CallDirection.ofWire(body.first("Direction").orElse("")),
        CallProgress.ofWire(body.first("CallStatus").orElse("")),
        sipHeaders(body),
        body.filled("SipDomain")
            .or(() -> Optional.of(Address.parse(to).host()).filter(host -> !host.isEmpty())),
        body.filled("ApplicationSid"),
        body.filled("TollFreeMobileOriginationLocation"));
  }

  /// Returns the called number in E.164 format: `to` itself, or the user of a SIP URI.
  public Optional<String> calledNumber() {
    return Address.parse(to).number();
  }

  /// Returns the caller's number in E.164 format; absent if it is withheld.
  public Optional<String> callerNumber() {
    return Address.parse(from).number();
  }

  /// Returns a SIP header; the case of the name does not matter.
  public Optional<String> sipHeader(String name) {
    return Optional.ofNullable(sipHeaders.get(lower(name)));
  }

  /// Returns the UUI, the id of the call in a PBX or CTI.
  public Optional<String> uui() {
    return uui(sipHeaders);
  }

  static Optional<String> uui(Map<String, String> sipHeaders) {
    return uui(sipHeaders, GENESYS_CONVERSATION)
        .or(() -> uui(sipHeaders, lower(UserToUser.HEADER)));
  }

  private static Optional<String> uui(Map<String, String> sipHeaders, String name) {
    return Optional.ofNullable(sipHeaders.get(name)).flatMap(UserToUser::read);
  }

  private static Map<String, String> sipHeaders(Form body) {
    final Map<String, String> headers = new HashMap<>();
    for (Form.Parameter parameter : body.parameters()) {
      if (lower(parameter.name()).startsWith(SIP_HEADER)) {
        headers.putIfAbsent(
            lower(parameter.name()).substring(SIP_HEADER.length()), parameter.value());
      }
    }
    return headers;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
