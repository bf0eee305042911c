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

/// A call asks what to do: the webhook of a number, a SIP domain or a TwiML app.
///
/// @param from as Twilio spells it: E.164, `sip:…` or `client:…`; empty when withheld
/// @param sipHeaders the SIP headers that Twilio passes on (`X-…` and `User-to-User`) by their
///   names in small letters, as SIP does not tell `X-Id` from `x-id`
/// @param sipDomain the SIP domain that was called: what Twilio says, else the host that `to` names
/// @param applicationSid the TwiML app (`AP…`) through which a Client calls out
/// @param tollFreeLocation where a mobile caller to a toll-free number is, as the carrier codes it
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

  /// The header in which Genesys hands over a conversation's id.
  private static final String GENESYS_CONVERSATION = "x-inin-cnv";

  private static final String SIP_HEADER = "sipheader_";

  public VoiceRequest {
    sipHeaders = Map.copyOf(sipHeaders);
  }

  /// Reads a webhook whose signature holds.
  ///
  /// @throws BadWebhookException when `CallSid` is missing or is none
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

  /// The number that was called, as E.164: what `to` is, or the user of the SIP URI that it is.
  public Optional<String> calledNumber() {
    return Address.parse(to).number();
  }

  /// The number that calls, in the same way; absent when the caller withholds it.
  public Optional<String> callerNumber() {
    return Address.parse(from).number();
  }

  /// A SIP header by its name in any letter case.
  public Optional<String> sipHeader(String name) {
    return Optional.ofNullable(sipHeaders.get(lower(name)));
  }

  /// The UUI under which a PBX knows the call.
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
