package dev.agentpay.voice;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Extracts the user part of a SIP URI: the text before `@`, without parameters.
final class SipUser {
  private static final Pattern URI = Pattern.compile("(?i)(?:sips?:)?([^@;?]+)[^@?]*@.*");

  private SipUser() {}

  /// Returns the decoded user part; empty if there is none.
  static String of(String uri) {
    final Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      return "";
    }
    try {
      return URLDecoder.decode(matcher.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return matcher.group(1); // a stray percent sign is part of the name
    }
  }
}
