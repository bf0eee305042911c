package dev.agentpay.voice;

import dev.agentpay.twilio.webhook.VoiceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which route the calls to a number or a SIP domain take: a list, in which `*` stands for whatever
/// is not named.
///
/// @param routes by number as E.164, by SIP domain in small letters, or by `*`
public record RouteTable(Map<String, Route> routes) {
  /// Stands for every number and domain that is not named.
  public static final String ANY = "*";

  /// Every call to a softphone: what holds when nothing is configured.
  public static final RouteTable SOFTPHONES = new RouteTable(Map.of(ANY, new Route.Softphones()));

  /// A company has some hundred numbers; more are a mistake in a template.
  static final int MAX_ROUTES = 1_000;

  /// A domain without a letter is a number that lost its plus.
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.*[a-z])[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  public RouteTable {
    routes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(routes));
  }

  /// Reads entries such as `+12025550100=softphone` or `acme.sip.twilio.com=sip-out`.
  ///
  /// @param problems where everything that is wrong is put
  public static RouteTable read(List<String> entries, List<String> problems) {
    final Map<String, Route> routes = new LinkedHashMap<>();
    if (entries.size() > MAX_ROUTES) {
      problems.add("at most %d routes".formatted(MAX_ROUTES));
      return SOFTPHONES;
    }
    for (String entry : entries) {
      final String[] parts = entry.split("=", 2);
      final String called = parts[0].strip().toLowerCase(Locale.ROOT);
      if (parts.length < 2 || !isCalled(called)) {
        problems.add(
            "a route is NUMBER=ROUTE, SIP-DOMAIN=ROUTE or *=ROUTE, with a number as +12025550100: "
                + entry);
      } else {
        put(routes, called, parts[1], problems);
      }
    }
    return routes.isEmpty() ? SOFTPHONES : new RouteTable(routes);
  }

  /// The route of a call, if one is configured.
  Optional<Route> of(VoiceRequest call) {
    return call.sipDomain()
        .flatMap(domain -> find(domain.toLowerCase(Locale.ROOT)))
        .or(() -> call.calledNumber().flatMap(this::find))
        .or(() -> find(ANY));
  }

  /// The domain of the first PBX that calls are dialled on to.
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

  private static boolean isCalled(String called) {
    return called.equals(ANY) || RouteText.isE164(called) || DOMAIN.matcher(called).matches();
  }
}
