package dev.agentpay.simulator;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// The connection under a request.
final class Connections {
  private Connections() {}

  /// Closes it in the middle, as a broken network does.
  static void cut(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
