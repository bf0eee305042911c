package dev.agentpay.server.options;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks origins as browsers send them: scheme, host and port, and nothing else.
final class WebOrigin {
  private static final Pattern EXACT =
      Pattern.compile(
          "(https?)://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

  private static final int MAX_PORT = 65_535;

  private WebOrigin() {}

  /// Returns what is wrong with this origin; empty if a browser could send it.
  static Optional<String> problem(String text) {
    if (text.contains("*")) {
      return Optional.of("must be exact origins without a wildcard; got " + text);
    }
    final Matcher matcher = EXACT.matcher(text);
    if (!matcher.matches()) {
      return Optional.of(
          "must be http(s)://host[:port] in lower case, without a path or a slash at the end; got "
              + text);
    }
    final Optional<String> port = Optional.ofNullable(matcher.group(2));
    final String standard = matcher.group(1).equals("https") ? "443" : "80";
    if (port.equals(Optional.of(standard))) {
      return Optional.of(
          "must leave out the port %s, as browsers do; got %s".formatted(standard, text));
    }
    return port.map(Integer::parseInt).filter(number -> number < 1 || number > MAX_PORT).isPresent()
        ? Optional.of("must have a port from 1 to %s; got %s".formatted(MAX_PORT, text))
        : Optional.empty();
  }
}
