package dev.agentpay.server;

import dev.agentpay.server.http.Route;
import java.util.List;

/// Another room's routes, given out by the same server beside its own.
public interface RouteModule {
  /// @param doorway what the server does for every route
  List<Route> routes(RouteServices doorway);
}
