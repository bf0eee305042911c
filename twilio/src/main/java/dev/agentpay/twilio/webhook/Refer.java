package dev.agentpay.twilio.webhook;

import dev.agentpay.twilio.Address;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An agent's phone hands a call over by SIP REFER: the request to the `referUrl` of a `<Dial>`,
/// which asks whom to dial now.
///
/// @param request the rest of the webhook; its call is the leg that goes on
/// @param target to whom
/// @param uui under which the PBX knows the call: what the target's own headers say, as those are
///   about the call to be made, else the webhook's
/// @see <a href="https://www.twilio.com/docs/voice/api/refer-to-twilio">Twilio: inbound SIP
///   REFER</a>
public record Refer(VoiceRequest request, Target target, Optional<String> uui) {
  /// To whom a call is handed over.
  public sealed interface Target {}

  /// Somebody with a phone number.
  ///
  /// @param e164 with its plus
  /// @param host as of a name: the number may be an extension of the PBX there
  public record ToNumber(String e164, String host) implements Target {}

  /// Somebody whom a PBX knows by name or extension.
  ///
  /// @param host the domain in the target, which need not be one that Twilio can reach; empty for a
  ///   bare name
  public record ToName(String user, String host) implements Target {}

  private static final String TARGET = "ReferTransferTarget";

  /// Reads a webhook whose signature holds.
  ///
  /// @throws BadWebhookException when `ReferTransferTarget` names nobody, or `CallSid` is missing
  ///   or is none
  public static Refer parse(Form body) {
    final VoiceRequest request = VoiceRequest.parse(body);
    final Address address =
        Address.parse(
            body.filled(TARGET).orElseThrow(() -> new BadWebhookException(TARGET, "is missing")));
    if (address.user().isEmpty()) {
      throw new BadWebhookException(TARGET, "names nobody, as sip:ada@example.com does");
    }
    return new Refer(
        request,
        address
            .number()
            .<Target>map(number -> new ToNumber(number, address.host()))
            .orElseGet(() -> new ToName(address.user(), address.host())),
        VoiceRequest.uui(headers(address)).or(request::uui));
  }

  private static Map<String, String> headers(Address address) {
    final Map<String, String> headers = new HashMap<>();
    for (String header : address.headers().split("&", -1)) {
      final int equals = header.indexOf('=');
      if (equals > 0) {
        headers.putIfAbsent(
            header.substring(0, equals).toLowerCase(Locale.ROOT), header.substring(equals + 1));
      }
    }
    return headers;
  }
}
