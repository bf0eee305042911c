package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.wire.SipUri;
import dev.agentpay.simulator.world.ControlRefused;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Headers of SIP calls. The voice URL gets those of an incoming call as `SipHeader_…`
/// (https://www.twilio.com/docs/voice/api/sending-sip). Those for a dialled party are in the URI of
/// `<Sip>` (https://www.twilio.com/docs/voice/twiml/sip). Names keep their case.
final class SipHeaders {
  /// Twilio's limit for all headers together, in characters. They must be shorter.
  static final int TOO_LONG = 1_024;

  /// Twilio's limit for a SIP URI without its headers, in characters. It must be shorter.
  static final int URI_TOO_LONG = 255;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
  private static final Set<String> ALSO_SENT =
      Set.of("user-to-user", "remote-party-id", "p-preferred-identity", "p-called-party-id");

  private SipHeaders() {}

  /// Converts headers to parameters of a voice request.
  ///
  /// @throws ControlRefused (400) for headers that Twilio does not forward
  static Map<String, String> parameters(Map<String, String> headers) {
    final TreeMap<String, String> parameters = new TreeMap<>();
    int length = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      final String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!name.startsWith("x-") && !name.equals("user-to-user")) {
        throw new ControlRefused(
            400, "bad-sip-header", "Twilio forwards only X-… and User-to-User, not " + name);
      }
      length += name.length() + header.getValue().length();
      parameters.put("SipHeader_" + header.getKey(), header.getValue());
    }
    if (length > TOO_LONG) {
      throw new ControlRefused(
          400, "bad-sip-header", "SIP headers are longer than " + TOO_LONG + " characters");
    }
    return parameters;
  }

  /// The headers in a dialled SIP address.
  ///
  /// @throws DialRefused if the address or its headers break Twilio's rules
  static Map<String, String> dialled(String address) {
    final SipUri uri =
        SipUri.parse(address)
            .orElseThrow(() -> new DialRefused(13243, "Dial->SIP: invalid SIP URI: " + address));
    if (uri.bare().length() >= URI_TOO_LONG) {
      throw new DialRefused(
          13243, "Dial->SIP: a SIP URI must be shorter than " + URI_TOO_LONG + " characters");
    }
    if (uri.query().length() >= TOO_LONG) {
      throw new DialRefused(
          13253, "Dial: SIP headers together must be shorter than " + TOO_LONG + " characters");
    }
    try {
      final LinkedHashMap<String, String> headers = new LinkedHashMap<>(uri.headers());
      headers.keySet().forEach(SipHeaders::requireSent);
      return Collections.unmodifiableMap(headers);
    } catch (IllegalArgumentException e) {
      throw new DialRefused(13243, "Dial->SIP: invalid SIP URI: " + e.getMessage());
    }
  }

  private static void requireSent(String header) {
    final String name = header.toLowerCase(Locale.ROOT);
    boolean sent = name.startsWith("x-") || ALSO_SENT.contains(name);
    if (!sent || !NAME.matcher(header).matches()) {
      throw new DialRefused(
          13252,
          "Dial: Twilio does not send the header \"" + header + "\"; only x-… and " + ALSO_SENT);
    }
  }
}
