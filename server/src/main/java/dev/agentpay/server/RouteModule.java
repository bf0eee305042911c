package dev.agentpay.server;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Routes of another module, served by the same server.
public interface RouteModule {
  /// @param services what the server offers to these routes
  List<Route> routes(RouteServices services);

  /// Checks a token that this module has issued, so that its agent may use the API with it.
  ///
  /// @return empty if this module did not issue it, or it is not valid any more
  default Optional<IssuedToken> check(String token) {
    return Optional.empty();
  }

  /// A valid token of another kind than the server's own.
  ///
  /// @param agent who must be a configured agent
  record IssuedToken(AgentId agent, Instant expiresAt) {}
}
