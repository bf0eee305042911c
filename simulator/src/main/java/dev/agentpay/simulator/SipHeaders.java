package dev.agentpay.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Headers of an incoming SIP call, as Twilio hands them to the voice URL: `X-…` and `User-to-User`
/// only, with their case kept, prefixed with `SipHeader_`.
final class SipHeaders {
  /// Twilio's limit for all headers together.
  static final int LONGEST = 1_024;

  private SipHeaders() {}

  static Map<String, String> parameters(Map<String, String> headers) {
    var parameters = new TreeMap<String, String>();
    int length = 0;
    for (var header : headers.entrySet()) {
      var name = header.getKey().toLowerCase(Locale.ROOT);
      if (!name.startsWith("x-") && !name.equals("user-to-user")) {
        throw new ControlRefused(
            400, "bad-sip-header", "Twilio hands on X-… and User-to-User only, not " + name);
      }
      length += name.length() + header.getValue().length();
      parameters.put("SipHeader_" + header.getKey(), header.getValue());
    }
    if (length > LONGEST) {
      throw new ControlRefused(
          400, "bad-sip-header", "SIP headers are longer than " + LONGEST + " characters");
    }
    return parameters;
  }
}
