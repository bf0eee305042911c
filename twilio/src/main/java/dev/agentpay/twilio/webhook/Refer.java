package dev.agentpay.twilio.webhook;

import dev.agentpay.twilio.Address;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A SIP REFER, by which an agent's phone transfers a call: the request to the `referUrl` of a
/// `<Dial>`, which asks whom to dial now.
///
/// @param request the rest of the webhook; its call is the leg that continues
/// @param target whom to dial
/// @param uui the id of the call in the PBX. The headers of the target take precedence, as they are
///   about the new call; otherwise from the webhook
/// @see <a href="https://www.twilio.com/docs/voice/api/refer-to-twilio">Twilio: inbound SIP
///   REFER</a>
public record Refer(VoiceRequest request, Target target, Optional<String> uui) {
  /// Whom to dial.
  public sealed interface Target {}

  /// A phone number.
  ///
  /// @param e164 with the plus
  /// @param host as for a name, because the number may be an extension of that PBX
  public record ToNumber(String e164, String host) implements Target {}

  /// A name or extension of a PBX.
  ///
  /// @param host the domain in the target, which Twilio may be unable to reach; empty for a bare
  ///   name
  public record ToName(String user, String host) implements Target {}

  private static final String TARGET = "ReferTransferTarget";

  /// Parses a webhook whose signature was verified.
  ///
  /// @throws BadWebhookException if `ReferTransferTarget` names nobody, or `CallSid` is missing or
  ///   malformed
  public static Refer parse(Form body) {
    final VoiceRequest request = VoiceRequest.parse(body);
    final Address address =
        Address.parse(
            body.filled(TARGET).orElseThrow(() -> new BadWebhookException(TARGET, "is missing")));
    if (address.user().isEmpty()) {
      throw new BadWebhookException(TARGET, "must name someone, such as sip:ada@example.com");
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
