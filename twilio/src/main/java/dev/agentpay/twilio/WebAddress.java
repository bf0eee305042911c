package dev.agentpay.twilio;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Checks web addresses in options.
public final class WebAddress {
  private WebAddress() {}

  /// Returns what is wrong with an address; empty if nothing is.
  ///
  /// @param plain whether plain http is allowed
  static Optional<String> problem(String option, String address, boolean plain) {
    final URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      return Optional.of(option + ": must be a URL such as https://pay.example.com");
    }
    return problem(uri, plain).map(what -> option + ": " + what);
  }

  /// Returns the address without trailing slashes, so that a path can be appended.
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
          plain
              ? "must begin with http:// or https://"
              : "must begin with https://, as Twilio requires it");
    }
    if (uri.getHost() == null) {
      // Neither java.net.URI nor Twilio accepts an underscore in a host name.
      return Optional.of("must have a host name without underscores");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return Optional.of("must not have a user, query or fragment");
    }
    return Optional.empty();
  }
}
