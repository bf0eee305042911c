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

/// What a dialled leg is, written into the address of its status callback when it is dialled: the
/// callback itself only says which leg dialled it. Twilio's signature covers it.
///
/// @param agent whose leg it is, or who had the customer dialled
/// @param ring which ringing of the agent it is
/// @param uui the id under which the PBX knows the call
record LegTag(Kind kind, CallRoute route, Optional<AgentId> agent, long ring, Optional<Uui> uui) {
  private static final String KIND = "leg";
  private static final String ROUTE = "route";
  private static final String AGENT = "agent";
  private static final String RING = "ring";
  private static final String UUI = "uui";

  /// Who is at the end of a leg.
  enum Kind {
    /// An agent of ours; the leg that dialled it is the customer's.
    AGENT,
    /// A PBX, or whomever it handed the call to; the leg that dialled it is the customer's.
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

  /// The same, at an agent's own telephone.
  LegTag at(Optional<AgentId> whose) {
    return new LegTag(kind, route, whose, ring, uui);
  }

  static LegTag customer(CallRoute route, Optional<AgentId> agent, Optional<Uui> uui) {
    return new LegTag(Kind.CUSTOMER, route, agent, 0, uui);
  }

  /// The query of the callback's address.
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

  /// What the callback's address says; empty when it is no dialled leg's.
  ///
  /// @throws IllegalArgumentException when it says what we never write
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

  /// Space as %20: Twilio signs the address as it got it, and not everybody reads a plus.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
