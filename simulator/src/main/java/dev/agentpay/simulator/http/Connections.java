package dev.agentpay.simulator.http;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// Access to the TCP connection of a request.
public final class Connections {
  private Connections() {}

  /// Closes the connection at once, without completing the answer, like a broken network.
  public static void cut(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
