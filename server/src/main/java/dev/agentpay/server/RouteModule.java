package dev.agentpay.server;

import dev.agentpay.server.http.Route;
import java.util.List;

/// Routes of another module, served by the same server.
public interface RouteModule {
  /// @param services what the server offers to these routes
  List<Route> routes(RouteServices services);
}
