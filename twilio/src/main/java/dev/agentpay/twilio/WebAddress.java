package dev.agentpay.twilio;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Checks the addresses in our options.
public final class WebAddress {
  private WebAddress() {}

  /// What is wrong with an address, if anything.
  ///
  /// @param plain whether http will do
  static Optional<String> problem(String option, String address, boolean plain) {
    final URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      return Optional.of(option + ": is no URL, such as https://pay.example.com");
    }
    return problem(uri, plain).map(what -> option + ": " + what);
  }

  /// The same address without slashes at its end, so that a path can be appended.
  public static String withoutSlash(String address) {
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/') {
      end--;
    }
    return address.substring(0, end);
  }

  private static Optional<String> problem(URI uri, boolean plain) {
    final String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!scheme.equals("https") && !(plain && scheme.equals("http"))) {
      return Optional.of(
          plain ? "begins with http:// or https://" : "begins with https://, as Twilio wants it");
    }
    if (uri.getHost() == null) {
      // java.net.URI takes no underscore in a host, and neither does Twilio.
      return Optional.of("needs a host name, without underscores");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return Optional.of("has no user, query or fragment");
    }
    return Optional.empty();
  }
}
