package dev.agentpay.twilio.twiml;

import dev.agentpay.twilio.Percent;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Rings somebody at a PBX for a call.
///
/// @param user whom the PBX is to ring: a number as E.164, which keeps its plus, or a name
/// @param domain of the PBX, with a port and URI parameters if it needs them:
///   `pbx.example.com:5061;transport=tls`
/// @param action what the call asks when the dial is over
/// @param legStatus where the PBX's leg reports that it rings, is answered and ends
/// @param ringFor 5 s to 10 min, whole seconds; Twilio adds some seconds
/// @param headers for the PBX, by name, as it is to read them: `User-to-User` (see
///   `UserToUser.header`), `X-…`, and the few others that Twilio passes on
/// @param referUrl what is asked when the PBX hands the call over by REFER; without it there is no
///   handing over
/// @throws IllegalArgumentException when Twilio would not take it; the message names the bound
/// @see <a href="https://www.twilio.com/docs/voice/twiml/sip">Twilio: Sip</a>
public record SipDial(
    String user,
    String domain,
    URI action,
    URI legStatus,
    Duration ringFor,
    Map<String, String> headers,
    Optional<URI> referUrl) {

  /// Twilio takes SIP URIs below 255 characters, their headers not counted.
  ///
  /// @see <a href="https://www.twilio.com/docs/api/errors/13251">Twilio: error 13251</a>
  public static final int MAX_URI = 254;

  /// Twilio takes less than 1,024 characters of headers, names and encoding counted.
  public static final int MAX_HEADERS = 1023;

  private static final Pattern DOMAIN =
      Pattern.compile(
          "([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(;[A-Za-z0-9-]+(=[A-Za-z0-9.-]+)?)*");

  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)X-[A-Za-z0-9._-]+|User-to-User|Remote-Party-ID|P-Preferred-Identity|P-Called-Party-ID");

  public SipDial {
    SoftphoneDial.requireRing(ringFor);
    require(!user.isBlank(), "user is empty");
    require(
        DOMAIN.matcher(domain).matches(),
        "domain is a host, with a port and parameters if needed: pbx.example.com:5061;transport=tls");
    headers = Map.copyOf(headers);
    headers.forEach(SipDial::requireHeader);
    require(headers.size() == sorted(headers).size(), "two headers have the same name");
    final int uri = address(user, domain).length();
    require(
        uri <= MAX_URI, "a SIP URI has at most %d characters, this has %d".formatted(MAX_URI, uri));
    final int query = query(headers).length();
    require(
        query <= MAX_HEADERS,
        "SIP headers have at most %d characters together, these have %d"
            .formatted(MAX_HEADERS, query));
  }

  /// Whom Twilio dials, with the headers.
  URI uri() {
    final String address = address(user, domain);
    return URI.create(headers.isEmpty() ? address : address + "?" + query(headers));
  }

  private static String address(String user, String domain) {
    // A plus may stand in a SIP user as it is, and PBXs look for it there.
    return "sip:%s@%s".formatted(Percent.encode(Xml.printable(user)).replace("%2B", "+"), domain);
  }

  private static String query(Map<String, String> headers) {
    return sorted(headers).entrySet().stream()
        .map(h -> h.getKey() + "=" + Percent.encode(Xml.printable(h.getValue())))
        .collect(Collectors.joining("&"));
  }

  /// In one order, so that one dial is written in one way.
  private static Map<String, String> sorted(Map<String, String> headers) {
    final Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    return sorted;
  }

  private static void requireHeader(String name, String value) {
    require(
        HEADER.matcher(name).matches(),
        "Twilio passes on the SIP headers X-…, User-to-User, Remote-Party-ID, P-Preferred-Identity"
            + " and P-Called-Party-ID, not "
            + name);
    require(!value.isBlank(), "the SIP header %s is empty".formatted(name));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
