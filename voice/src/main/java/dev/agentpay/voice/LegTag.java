package dev.agentpay.voice;

import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.webhook.Form;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Description of a dialled leg, stored in the query of its status callback URL. The callback
/// itself names only the parent leg. Twilio's signature covers the URL.
///
/// @param agent the agent to whom the leg belongs, or who dialled the customer
/// @param ring the number of the agent's ring; 0: none
/// @param uui the id under which the PBX knows the call
record LegTag(Kind kind, CallRoute route, Optional<AgentId> agent, long ring, Optional<Uui> uui) {
  private static final String KIND = "leg";
  private static final String ROUTE = "route";
  private static final String AGENT = "agent";
  private static final String RING = "ring";
  private static final String UUI = "uui";

  /// The party at the end of a leg.
  enum Kind {
    /// An agent; the parent leg is the customer's.
    AGENT,
    /// A PBX, or a party to which it transferred the customer; the parent leg is the customer's.
    PBX,
    /// The customer.
    CUSTOMER
  }

  static LegTag agent(CallRoute route, AgentId agent, long ring) {
    return new LegTag(Kind.AGENT, route, Optional.of(agent), ring, Optional.empty());
  }

  static LegTag pbx(CallRoute route, Optional<Uui> uui) {
    return new LegTag(Kind.PBX, route, Optional.empty(), 0, uui);
  }

  /// Returns this tag for an agent's own telephone.
  LegTag at(Optional<AgentId> owner) {
    return new LegTag(kind, route, owner, ring, uui);
  }

  static LegTag customer(CallRoute route, Optional<AgentId> agent, Optional<Uui> uui) {
    return new LegTag(Kind.CUSTOMER, route, agent, 0, uui);
  }

  /// The query of the callback URL.
  String query() {
    final Map<String, String> parts = new LinkedHashMap<>();
    parts.put(KIND, name(kind));
    parts.put(ROUTE, name(route));
    agent.ifPresent(a -> parts.put(AGENT, a.value()));
    if (ring > 0) {
      parts.put(RING, Long.toString(ring));
    }
    uui.ifPresent(u -> parts.put(UUI, u.value()));
    return parts.entrySet().stream()
        .map(p -> p.getKey() + "=" + encoded(p.getValue()))
        .collect(Collectors.joining("&"));
  }

  /// Reads the query of a callback URL; empty if the URL is not that of a dialled leg.
  ///
  /// @throws IllegalArgumentException if we never create such a query
  static Optional<LegTag> read(Form query) {
    return query
        .filled(KIND)
        .map(
            kind ->
                new LegTag(
                    Kind.valueOf(constant(kind)),
                    CallRoute.valueOf(constant(query.first(ROUTE).orElse(""))),
                    query.filled(AGENT).map(AgentId::new),
                    query.filled(RING).map(Long::parseLong).orElse(0L),
                    query.filled(UUI).map(Uui::new)));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String constant(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /// Encodes a space as %20: Twilio signs the URL as given, and not every reader decodes a plus.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
