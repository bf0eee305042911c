package dev.agentpay.twilio;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One end of a call as a webhook or a REFER names it: a number, a SIP or tel URI, or a Twilio
/// Client.
///
/// @param scheme `sip`, `tel` or `client`; empty for a bare number or name
/// @param user the part before the `@`, decoded, without parameters; may be empty
/// @param host the part after the `@`, in lower case, without port; may be empty
/// @param headers the part of a SIP URI after the question mark, still encoded
public record Address(String scheme, String user, String host, String headers) {
  private static final Pattern SCHEME = Pattern.compile("(?is)(sip|sips|tel|client):(.*)");

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");

  /// A number that lost its plus on the way through a PBX. Shorter ones are extensions.
  private static final Pattern PLUSLESS = Pattern.compile("[1-9][0-9]{7,14}");

  /// What Twilio sends for callers who withhold their number: the words anonymous, restricted,
  /// blocked, unknown and unavailable as typed on a keypad. They only look like numbers.
  private static final Set<String> WITHHELD =
      Set.of("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253");

  public static Address parse(String text) {
    final Matcher named = SCHEME.matcher(unbracketed(text));
    final boolean hasScheme = named.matches();
    final String scheme = hasScheme ? named.group(1).toLowerCase(Locale.ROOT) : "";
    final String rest = hasScheme ? named.group(2) : unbracketed(text);
    if (scheme.equals("client")) {
      return new Address(scheme, rest, "", "");
    }
    final String uri = upTo('?', rest);
    final int at = uri.indexOf('@');
    return new Address(
        scheme.equals("sips") || (scheme.isEmpty() && at >= 0) ? "sip" : scheme,
        Percent.decode(upTo(';', at < 0 ? uri : uri.substring(0, at))).strip(),
        at < 0 ? "" : host(uri.substring(at + 1)),
        rest.length() > uri.length() ? rest.substring(uri.length() + 1) : "");
  }

  /// Returns the number in E.164 format; empty if it is not a number or is withheld. Adds a missing
  /// plus if there are enough digits for a number with a country code.
  public Optional<String> number() {
    final String digits = scheme.equals("tel") ? user.replaceAll("[-.() ]", "") : user;
    return Optional.of(PLUSLESS.matcher(digits).matches() ? "+" + digits : digits)
        .filter(_ -> !scheme.equals("client"))
        .filter(number -> isE164(number) && !WITHHELD.contains(number));
  }

  public static boolean isE164(String text) {
    return E164.matcher(text).matches();
  }

  /// Returns the part between angle brackets, if there are any; before them may be a display name.
  private static String unbracketed(String text) {
    final int open = text.indexOf('<');
    final int close = text.indexOf('>', open + 1);
    return text.substring(open + 1, close < 0 ? text.length() : close).strip();
  }

  private static String host(String authority) {
    final String host = upTo(';', authority).strip().toLowerCase(Locale.ROOT);
    // In an IPv6 address, only what follows the bracket is a port.
    final int port = host.indexOf(':', Math.max(0, host.indexOf(']')));
    return port < 0 ? host : host.substring(0, port);
  }

  private static String upTo(char end, String text) {
    final int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
