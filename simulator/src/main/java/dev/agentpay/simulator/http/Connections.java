package dev.agentpay.simulator.http;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// The connection under a request.
public final class Connections {
  private Connections() {}

  /// Closes it in the middle, as a broken network does.
  public static void cut(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
