package dev.agentpay.server.options;

import dev.agentpay.auth.SignInOptions;
import dev.agentpay.payments.values.Money;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the server is run.
///
/// @param host the address to listen on, such as `127.0.0.1`
/// @param port 0 takes a free one
/// @param publicUrl the address under which Twilio reaches us, without a slash at the end: what its
///   signatures cover. Empty: the address that is listened on, for a demo on one machine
/// @param connectors that sessions may name
/// @param defaultConnector the one that a session gets which names none
/// @param defaultCurrency ISO 4217
/// @param trustedProxies addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` is believed
/// @param allowedOrigins of pages elsewhere that may call the API; empty: none
/// @param desk what agents have on their desk; the page is given out at `/desk/`
public record ServerOptions(
    String host,
    int port,
    Optional<String> publicUrl,
    SignInOptions signIn,
    List<ConnectorOption> connectors,
    String defaultConnector,
    String defaultCurrency,
    Set<String> trustedProxies,
    Set<String> allowedOrigins,
    Limits limits,
    DeskOptions desk) {

  public ServerOptions {
    connectors = List.copyOf(connectors);
    trustedProxies = Set.copyOf(trustedProxies);
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /// Every error of these options; empty when there is none.
  public List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (host.isBlank()) {
      problems.add("host: the address to listen on, such as 127.0.0.1");
    }
    if (port < 0 || port > 65_535) {
      problems.add("port: 0 to 65535, not " + port);
    }
    if (publicUrl.isEmpty() && (host.equals("0.0.0.0") || host.equals("::"))) {
      problems.add("publicUrl: needed, as nobody calls us by " + host);
    }
    publicUrl.filter(url -> !isBase(url)).ifPresent(url -> problems.add(notBase("publicUrl", url)));
    problems.addAll(signIn.problems());
    connectors(problems);
    try {
      Money.currency(defaultCurrency);
    } catch (IllegalArgumentException e) {
      problems.add("defaultCurrency: " + e.getMessage());
    }
    for (String proxy : trustedProxies) {
      if (Network.parse(proxy).isEmpty()) {
        problems.add("trustedProxies: an address or a network such as 10.0.0.0/8, not " + proxy);
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
    problems.addAll(limits.problems());
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
      problems.add("connectors: at least one, or nothing can be charged");
    }
    if (Set.copyOf(names).size() < names.size()) {
      problems.add("connectors: a name is there twice");
    }
    if (names.stream().anyMatch(String::isBlank)) {
      problems.add("connectors: one has no name");
    }
    if (!names.contains(defaultConnector)) {
      problems.add("defaultConnector: one of %s, not %s".formatted(names, defaultConnector));
    }
  }

  private static String notBase(String option, String url) {
    return "%s: http(s)://host[:port][/path] without a slash at the end, not %s"
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
