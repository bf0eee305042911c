package dev.agentpay.twilio.webhook;

import java.util.LinkedHashSet;
import java.util.Set;

/// The spellings of a URL that Twilio may have signed. Twilio is inconsistent about the default
/// port, a user name in the URL and the apostrophe in a query. Like Twilio's SDKs, we try several
/// spellings; all of them name the same resource.
///
/// Works on the text, because parsing a URL and building it again changes its escapes. That is the
/// error in twilio-java's own validator.
///
/// @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Twilio: webhooks
///   security</a>
final class SignedUrl {
  private SignedUrl() {}

  /// Returns the URL without its fragment. Twilio keeps connection overrides there and never signs
  /// them.
  static String withoutFragment(String url) {
    final int hash = url.indexOf('#');
    return hash < 0 ? url : url.substring(0, hash);
  }

  /// Returns all spellings other than `url` itself, which must have no fragment.
  static Set<String> others(String url) {
    final Set<String> spellings = new LinkedHashSet<>();
    for (String authority : authorities(url)) {
      spellings.add(authority);
      apostrophes(authority, spellings);
    }
    spellings.remove(url);
    return spellings;
  }

  private static Set<String> authorities(String url) {
    final Set<String> spellings = new LinkedHashSet<>();
    spellings.add(url);
    final int scheme = url.indexOf("://");
    if (scheme < 0) {
      return spellings;
    }
    final int start = scheme + 3;
    final int end = authorityEnd(url, start);
    final int at = url.lastIndexOf('@', end - 1);
    final int host = at < start ? start : at + 1;
    final String otherPort = otherPort(url.substring(0, scheme), url.substring(host, end));
    final String rest = url.substring(end);
    spellings.add(url.substring(0, host) + otherPort + rest);
    spellings.add(url.substring(0, start) + url.substring(host));
    spellings.add(url.substring(0, start) + otherPort + rest);
    return spellings;
  }

  private static int authorityEnd(String url, int start) {
    for (int i = start; i < url.length(); i++) {
      final char c = url.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return url.length();
  }

  /// Returns the host without its port, or with the scheme's default port if it has none.
  private static String otherPort(String scheme, String hostAndPort) {
    final int colon = hostAndPort.lastIndexOf(':');
    if (colon > hostAndPort.lastIndexOf(']')) {
      return hostAndPort.substring(0, colon);
    }
    final boolean secure = scheme.equals("https") || scheme.equals("wss");
    return hostAndPort + (secure ? ":443" : ":80");
  }

  private static void apostrophes(String url, Set<String> spellings) {
    final int question = url.indexOf('?');
    if (question < 0) {
      return;
    }
    final String path = url.substring(0, question);
    final String query = url.substring(question);
    spellings.add(path + query.replace("'", "%27"));
    spellings.add(path + query.replace("%27", "'"));
  }
}
