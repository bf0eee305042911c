package dev.agentpay.voice;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whom a SIP URI names: what stands before its `@`, without parameters.
final class SipUser {
  private static final Pattern URI = Pattern.compile("(?i)(?:sips?:)?([^@;?]+)[^@?]*@.*");

  private SipUser() {}

  /// The user, decoded; empty when the text names none.
  static String of(String uri) {
    final Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      return "";
    }
    try {
      return URLDecoder.decode(matcher.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return matcher.group(1); // a stray percent sign is a part of the name
    }
  }
}
