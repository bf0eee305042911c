package dev.agentpay.voice;

import dev.agentpay.twilio.webhook.VoiceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Maps numbers and SIP domains to routes; `*` matches all that are not listed.
///
/// @param routes by number in E.164 form, by SIP domain in lower case, or by `*`
public record RouteTable(Map<String, Route> routes) {
  /// Matches every number and domain that is not listed.
  public static final String ANY = "*";

  /// Rings softphones for every call: the default.
  public static final RouteTable SOFTPHONES = new RouteTable(Map.of(ANY, new Route.Softphones()));

  /// Maximum number of routes. A company has some hundred numbers; more indicate an error in a
  /// template.
  static final int MAX_ROUTES = 1_000;

  /// Requires a letter: a domain without one is a number that lost its plus.
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.*[a-z])[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  public RouteTable {
    routes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(routes));
  }

  /// Parses entries such as `+12025550100=softphone` or `acme.sip.twilio.com=sip-out`.
  ///
  /// @param problems receives all errors
  public static RouteTable read(List<String> entries, List<String> problems) {
    final Map<String, Route> routes = new LinkedHashMap<>();
    if (entries.size() > MAX_ROUTES) {
      problems.add("there must be at most %d routes; got %d".formatted(MAX_ROUTES, entries.size()));
      return SOFTPHONES;
    }
    for (String entry : entries) {
      final String[] parts = entry.split("=", 2);
      final String called = parts[0].strip().toLowerCase(Locale.ROOT);
      if (parts.length < 2 || !isKey(called)) {
        problems.add(
            "a route must be NUMBER=ROUTE, SIP-DOMAIN=ROUTE or *=ROUTE, with a number such as"
                + " +12025550100; got "
                + entry);
      } else {
        put(routes, called, parts[1], problems);
      }
    }
    return routes.isEmpty() ? SOFTPHONES : new RouteTable(routes);
  }

  /// Returns the route of a call; empty if none is configured.
  Optional<Route> of(VoiceRequest call) {
    return call.sipDomain()
        .flatMap(domain -> find(domain.toLowerCase(Locale.ROOT)))
        .or(() -> call.calledNumber().flatMap(this::find))
        .or(() -> find(ANY));
  }

  /// Returns the first route that dials a PBX.
  Optional<Route.SipIn> firstPbx() {
    return routes.values().stream()
        .filter(Route.SipIn.class::isInstance)
        .map(Route.SipIn.class::cast)
        .findFirst();
  }

  private Optional<Route> find(String called) {
    return Optional.ofNullable(routes.get(called));
  }

  private static void put(
      Map<String, Route> routes, String called, String text, List<String> problems) {
    try {
      if (routes.put(called, RouteText.read(text)) != null) {
        problems.add(called + " has two routes");
      }
    } catch (IllegalArgumentException e) {
      problems.add(called + ": " + e.getMessage());
    }
  }

  private static boolean isKey(String called) {
    return called.equals(ANY) || RouteText.isE164(called) || DOMAIN.matcher(called).matches();
  }
}
