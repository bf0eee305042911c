package dev.agentpay.server;

import java.util.List;

/// Another room's routes, given out by the same server beside its own.
public interface OtherRoutes {
  /// @param doorway what the server does for every route
  List<Route> routes(Doorway doorway);
}
