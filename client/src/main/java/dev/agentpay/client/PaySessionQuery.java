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

  /// All sessions that the user may see, newest first.
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

  /// Sessions that were started before this time.
  public PaySessionQuery to(Instant to) {
    return with("to", to.toString());
  }

  /// Sessions that are in this state now.
  public PaySessionQuery state(SessionState state) {
    return with("state", Names.wire(state));
  }

  /// Sessions of this agent. Supervisors only.
  public PaySessionQuery agent(String agent) {
    return with("agent", agent);
  }

  /// The maximum number of sessions in one answer, 1 to 500; without it 50. With
  /// [PayClient#findPaySessions] it is the length of a page.
  public PaySessionQuery limit(int limit) {
    return with("limit", Integer.toString(limit));
  }

  /// Sessions behind the page that had this `next`.
  PaySessionQuery after(String cursor) {
    return with("cursor", cursor);
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
