package dev.agentpay.client;

import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.SessionState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Search criteria for pay sessions: `PaySessionQuery.all().reference("order-1001")`. Immutable:
/// each method returns a new, narrower query.
public final class PaySessionQuery {
  private final Map<String, String> parameters;

  private PaySessionQuery(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /// All sessions that the user may see, newest first, up to the server's limit.
  public static PaySessionQuery all() {
    return new PaySessionQuery(Map.of());
  }

  /// Sessions that were started with this reference.
  public PaySessionQuery reference(String reference) {
    return with("reference", reference);
  }

  /// Sessions that were started at this time or later.
  public PaySessionQuery from(Instant from) {
    return with("from", from.toString());
  }

  /// Sessions that are in this state now.
  public PaySessionQuery state(SessionState state) {
    return with("state", Names.wire(state));
  }

  /// Sessions of this agent. Supervisors only.
  public PaySessionQuery agent(String agent) {
    return with("agent", agent);
  }

  /// The maximum number of sessions.
  public PaySessionQuery limit(int limit) {
    return with("limit", Integer.toString(limit));
  }

  /// `?a=b&c=d`; empty without criteria.
  String text() {
    return parameters.entrySet().stream()
        .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }

  private PaySessionQuery with(String name, String value) {
    final Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new PaySessionQuery(more);
  }
}
