package dev.agentpay.server.options;

import dev.agentpay.auth.SignInOptions;
import dev.agentpay.payments.values.Currencies;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Options of the server.
///
/// @param host the address to listen on, such as `127.0.0.1`
/// @param port to listen on; 0 for any free port
/// @param publicUrl base URL under which Twilio reaches us, without a trailing slash; Twilio's
///   signatures cover it. Empty: the address that we listen on, for a demo on one machine
/// @param connectors that sessions may name
/// @param defaultConnector connector of a session that names none
/// @param defaultCurrency ISO 4217 code
/// @param trustedProxies proxies whose word about a client's address is trusted
/// @param allowedOrigins origins of other pages that may call the API; empty for none
/// @param desk options of the agents' page, which is served at `/desk/`
/// @param payments what a payment uses that its request does not name
public record ServerOptions(
    String host,
    int port,
    Optional<String> publicUrl,
    SignInOptions signIn,
    List<ConnectorOption> connectors,
    String defaultConnector,
    String defaultCurrency,
    TrustedProxies trustedProxies,
    Set<String> allowedOrigins,
    Limits limits,
    DeskOptions desk,
    PaymentDefaults payments) {

  public ServerOptions {
    connectors = List.copyOf(connectors);
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /// Returns all errors of these options as `option: text`; empty if there is none.
  public List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (host.isBlank()) {
      problems.add("host: must be an address to listen on, such as 127.0.0.1");
    }
    if (port < 0 || port > 65_535) {
      problems.add("port: must be between 0 and 65535; got " + port);
    }
    if (publicUrl.isEmpty() && (host.equals("0.0.0.0") || host.equals("::"))) {
      problems.add("publicUrl: is required, because Twilio cannot call " + host);
    }
    publicUrl.filter(url -> !isBase(url)).ifPresent(url -> problems.add(notBase("publicUrl", url)));
    problems.addAll(signIn.problems());
    connectors(problems);
    try {
      Currencies.of(defaultCurrency);
    } catch (IllegalArgumentException e) {
      problems.add("defaultCurrency: " + e.getMessage());
    }
    for (String proxy : trustedProxies.networks()) {
      if (Network.parse(proxy).isEmpty()) {
        problems.add(
            "trustedProxies: must be addresses or networks such as 10.0.0.0/8; got " + proxy);
      }
    }
    for (String origin : allowedOrigins) {
      if (!isBase(origin)) {
        problems.add(notBase("allowedOrigins", origin));
      }
    }
    for (String frame : desk.frames()) {
      if (!isBase(frame)) {
        problems.add(notBase("desk.frames", frame));
      }
    }
    problems.addAll(desk.problems());
    problems.addAll(limits.problems());
    problems.addAll(payments.problems());
    return List.copyOf(problems);
  }

  public ServerOptions checked() {
    final List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
    return this;
  }

  private void connectors(List<String> problems) {
    final List<String> names = connectors.stream().map(ConnectorOption::name).toList();
    if (names.isEmpty()) {
      problems.add("connectors: at least one is required");
    }
    if (Set.copyOf(names).size() < names.size()) {
      problems.add("connectors: two have the same name");
    }
    if (names.stream().anyMatch(String::isBlank)) {
      problems.add("connectors: one has no name");
    }
    if (!names.contains(defaultConnector)) {
      problems.add(
          "defaultConnector: must be one of %s; got %s".formatted(names, defaultConnector));
    }
  }

  private static String notBase(String option, String url) {
    return "%s: must be http(s)://host[:port][/path] without a trailing slash; got %s"
        .formatted(option, url);
  }

  private static boolean isBase(String url) {
    try {
      final URI uri = new URI(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && !url.endsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
