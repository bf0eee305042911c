package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.ApplicationOptions;
import dev.agentpay.simulator.options.NumberOptions;
import dev.agentpay.simulator.options.SipDomainOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An incoming call and where it is answered.
///
/// @param twiml fixed TwiML instead of `voiceUrl`
/// @param sipHeaders headers of the call
/// @param parameters of the app that called; empty for a telephone
/// @param more parameters that the voice URL gets besides the standard ones
record IncomingCall(
    String to,
    String voiceUrl,
    Optional<String> twiml,
    Optional<String> statusCallbackUrl,
    Map<String, String> sipHeaders,
    Map<String, String> parameters,
    Map<String, String> more) {

  /// An address reserved for documentation (RFC 5737).
  private static final String SIP_SOURCE = "192.0.2.10";

  /// @param headerParameters the headers as parameters of a voice request
  static IncomingCall at(
      NumberOptions number, Map<String, String> sipHeaders, Map<String, String> headerParameters) {
    return new IncomingCall(
        number.number(),
        number.voiceUrl(),
        number.twiml(),
        number.statusCallbackUrl(),
        sipHeaders,
        Map.of(),
        headerParameters);
  }

  /// @param headerParameters the headers as parameters of a voice request
  /// @param callId of the SIP dialogue
  static IncomingCall at(
      SipDomainOptions domain,
      String to,
      Map<String, String> sipHeaders,
      Map<String, String> headerParameters,
      String callId) {
    final LinkedHashMap<String, String> more = new LinkedHashMap<>(headerParameters);
    more.put("SipCallId", callId);
    more.put("SipDomain", domain.domain());
    more.put("SipDomainSid", domain.sid());
    more.put("SipSourceIp", SIP_SOURCE);
    return new IncomingCall(
        to,
        domain.voiceUrl(),
        Optional.empty(),
        domain.statusCallbackUrl(),
        sipHeaders,
        Map.of(),
        more);
  }

  /// A call from a softphone. Its own parameters do not overwrite Twilio's.
  static IncomingCall at(
      ApplicationOptions application, String to, Map<String, String> parameters) {
    final LinkedHashMap<String, String> more = new LinkedHashMap<>(parameters);
    more.put("ApplicationSid", application.sid());
    return new IncomingCall(
        to,
        application.voiceUrl(),
        Optional.empty(),
        application.statusCallbackUrl(),
        Map.of(),
        parameters,
        more);
  }
}
