package dev.agentpay.simulator.wire;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// Absolute web addresses: checked, resolved, and cut at their override fragment.
public final class Urls {
  /// Twilio's own limit is not published; browsers and proxies agree that longer ones break.
  static final int LONGEST = 4_000;

  private static final Pattern HTTPS_PORT = Pattern.compile("^(https://[^/?#]*):[0-9]+(?=[/?#]|$)");

  private Urls() {}

  /// What is wrong with `url` as an absolute http or https address.
  public static Optional<String> problem(String name, String url) {
    if (url.length() > LONGEST) {
      return Optional.of(name + " is longer than " + LONGEST + " characters");
    }
    try {
      var uri = URI.create(url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null
          ? Optional.empty()
          : Optional.of(name + " is \"" + url + "\": give it as https://host/path");
    } catch (IllegalArgumentException _) {
      return Optional.of(name + " is \"" + url + "\": it is not a URL");
    }
  }

  /// `reference` as seen from the document at `base`. Throws `IllegalArgumentException` when it is
  /// no URL.
  public static String resolve(String base, String reference) {
    return URI.create(base).resolve(reference).toString();
  }

  public static String withoutFragment(String url) {
    int hash = url.indexOf('#');
    return hash < 0 ? url : url.substring(0, hash);
  }

  /// The URL that Twilio's voice webhooks sign: over https without its port, over http with it.
  public static String signed(String url) {
    return HTTPS_PORT.matcher(url).replaceFirst("$1");
  }

  public static String fragment(String url) {
    int hash = url.indexOf('#');
    return hash < 0 ? "" : url.substring(hash + 1);
  }
}
