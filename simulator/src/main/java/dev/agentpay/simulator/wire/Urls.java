package dev.agentpay.simulator.wire;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// Validates, resolves and splits absolute web addresses.
public final class Urls {
  /// In characters. Twilio's limit is not published; browsers and proxies fail with longer ones.
  static final int LONGEST = 4_000;

  private static final Pattern HTTPS_PORT = Pattern.compile("^(https://[^/?#]*):[0-9]+(?=[/?#]|$)");

  private Urls() {}

  /// The problem with `url` as an absolute http or https address; empty if it is valid.
  ///
  /// @param name of the setting in the message
  public static Optional<String> problem(String name, String url) {
    if (url.length() > LONGEST) {
      return Optional.of(name + " must have at most " + LONGEST + " characters");
    }
    try {
      final URI uri = URI.create(url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null
          ? Optional.empty()
          : Optional.of(name + " must look like https://host/path; got \"" + url + "\"");
    } catch (IllegalArgumentException _) {
      return Optional.of(name + " is not a URL: \"" + url + "\"");
    }
  }

  /// Resolves `reference` against the document at `base`.
  ///
  /// @throws IllegalArgumentException if it is not a URL
  public static String resolve(String base, String reference) {
    return URI.create(base).resolve(reference).toString();
  }

  public static String withoutFragment(String url) {
    int hash = url.indexOf('#');
    return hash < 0 ? url : url.substring(0, hash);
  }

  /// The URL that Twilio signs for voice webhooks: without its port over https, with it over http.
  public static String signed(String url) {
    return HTTPS_PORT.matcher(url).replaceFirst("$1");
  }

  public static String fragment(String url) {
    int hash = url.indexOf('#');
    return hash < 0 ? "" : url.substring(hash + 1);
  }
}
