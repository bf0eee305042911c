package dev.agentpay.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A SIP address in a `<Sip>` noun or a call over SIP: `sip:user@host:5061;transport=tls?X-Foo=a`.
/// The headers after the question mark are encoded as in a URL.
///
/// @param user empty if there is none
/// @param host in lower case, without port
/// @param bare the address without its headers
/// @param query the encoded headers; empty if there are none
public record SipUri(String user, String host, String bare, String query) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<bare>sips?:(?:(?<user>[^@?\\s]*)@)?(?<host>[^@;?:\\s]+)(?::\\d{1,5})?(?:;[^?\\s]*)?)"
              + "(?:\\?(?<query>.*))?",
          Pattern.CASE_INSENSITIVE);

  public static Optional<SipUri> parse(String text) {
    final Matcher shape = SHAPE.matcher(text);
    return shape.matches()
        ? Optional.of(
            new SipUri(
                Optional.ofNullable(shape.group("user")).orElse(""),
                shape.group("host").toLowerCase(Locale.ROOT),
                shape.group("bare"),
                Optional.ofNullable(shape.group("query")).orElse("")))
        : Optional.empty();
  }

  /// The decoded headers.
  ///
  /// @throws IllegalArgumentException if the encoding is invalid
  public Map<String, String> headers() {
    final Map<String, String> headers = new LinkedHashMap<>();
    Form.parse(query).parameters().forEach(p -> headers.put(p.getKey(), p.getValue()));
    return headers;
  }
}
