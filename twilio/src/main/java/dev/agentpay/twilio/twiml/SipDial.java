package dev.agentpay.twilio.twiml;

import dev.agentpay.twilio.Percent;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Dials a number or a name at a PBX.
///
/// @param user whom the PBX should ring: a number as E.164 with its plus, or a name
/// @param domain of the PBX, with optional port and URI parameters:
///   `pbx.example.com:5061;transport=tls`
/// @param action URL that is requested when the dial has ended
/// @param legStatus URL for status callbacks of the PBX's leg: ringing, answered, completed
/// @param ringFor 5 s to 10 min, whole seconds; Twilio adds some seconds
/// @param headers for the PBX, by name, unencoded: `User-to-User` (see `UserToUser.header`), `X-…`,
///   and the few others that Twilio passes on
/// @param referUrl URL that is requested when the PBX transfers the call by REFER; empty to forbid
///   transfers
/// @throws IllegalArgumentException if Twilio would not accept it; the message names the limit
/// @see <a href="https://www.twilio.com/docs/voice/twiml/sip">Twilio: Sip</a>
public record SipDial(
    String user,
    String domain,
    URI action,
    URI legStatus,
    Duration ringFor,
    Map<String, String> headers,
    Optional<URI> referUrl) {

  /// Longest SIP URI, in characters without headers: Twilio requires less than 255.
  ///
  /// @see <a href="https://www.twilio.com/docs/api/errors/13251">Twilio: error 13251</a>
  public static final int MAX_URI = 254;

  /// Longest headers, in characters including names and encoding: Twilio requires less than 1,024.
  public static final int MAX_HEADERS = 1023;

  private static final Pattern DOMAIN =
      Pattern.compile(
          "([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(;[A-Za-z0-9-]+(=[A-Za-z0-9.-]+)?)*");

  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)X-[A-Za-z0-9._-]+|User-to-User|Remote-Party-ID|P-Preferred-Identity|P-Called-Party-ID");

  public SipDial {
    SoftphoneDial.requireRing(ringFor);
    require(!user.isBlank(), "user must not be empty");
    require(
        DOMAIN.matcher(domain).matches(),
        "domain must be a host with optional port and parameters: pbx.example.com:5061;transport=tls");
    headers = Map.copyOf(headers);
    headers.forEach(SipDial::requireHeader);
    require(headers.size() == sorted(headers).size(), "two headers have the same name");
    final int uri = address(user, domain).length();
    require(
        uri <= MAX_URI,
        "a SIP URI must have at most %d characters; got %d".formatted(MAX_URI, uri));
    final int query = query(headers).length();
    require(
        query <= MAX_HEADERS,
        "SIP headers must have at most %d characters in total; got %d"
            .formatted(MAX_HEADERS, query));
  }

  /// Returns the SIP URI to dial, with the headers.
  URI uri() {
    final String address = address(user, domain);
    return URI.create(headers.isEmpty() ? address : address + "?" + query(headers));
  }

  private static String address(String user, String domain) {
    // A plus may stay unencoded in a SIP user, and PBXs expect it so.
    return "sip:%s@%s".formatted(Percent.encode(Xml.printable(user)).replace("%2B", "+"), domain);
  }

  private static String query(Map<String, String> headers) {
    return sorted(headers).entrySet().stream()
        .map(h -> h.getKey() + "=" + Percent.encode(Xml.printable(h.getValue())))
        .collect(Collectors.joining("&"));
  }

  /// Sorted, so that equal dials give equal TwiML.
  private static Map<String, String> sorted(Map<String, String> headers) {
    final Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    return sorted;
  }

  private static void requireHeader(String name, String value) {
    require(
        HEADER.matcher(name).matches(),
        "Twilio passes on only the SIP headers X-…, User-to-User, Remote-Party-ID, P-Preferred-Identity"
            + " and P-Called-Party-ID; got "
            + name);
    require(!value.isBlank(), "the SIP header %s must not be empty".formatted(name));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
