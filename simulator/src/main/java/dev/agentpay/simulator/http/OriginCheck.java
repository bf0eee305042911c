package dev.agentpay.simulator.http;

import dev.agentpay.simulator.world.ControlRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/// Refuses web pages of other hosts at the control API, which has no sign-in. Pages of this machine
/// are allowed. A browser sends a page's origin in the `Origin` header
/// (https://fetch.spec.whatwg.org/#origin-header).
public final class OriginCheck {
  private static final String LOOPBACK = "(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?";
  private static final Pattern LOOPBACK_HOST = Pattern.compile(LOOPBACK);
  private static final Pattern LOOPBACK_ORIGIN = Pattern.compile("http://" + LOOPBACK);

  private final boolean onLoopback;

  /// @param host address that the simulator listens on
  public OriginCheck(String host) {
    onLoopback = LOOPBACK_HOST.matcher(host).matches() || host.equals("::1");
  }

  public void addTo(RoutesConfig routes) {
    routes.before("/simulator/*", this::admit);
    routes.options("/simulator/<path>", OriginCheck::preflight);
  }

  private void admit(Context ctx) {
    Optional.ofNullable(ctx.header("Origin")).ifPresent(origin -> admit(ctx, origin));
    // A foreign host name that resolves to this machine (DNS rebinding) would make a foreign page
    // same-origin.
    final String host = Optional.ofNullable(ctx.header("Host")).orElse("");
    if (onLoopback && !LOOPBACK_HOST.matcher(host).matches()) {
      throw new ControlRefused(
          403, "foreign-host", "use localhost or 127.0.0.1 as the host name of the simulator");
    }
  }

  private static void admit(Context ctx, String origin) {
    if (!LOOPBACK_ORIGIN.matcher(origin).matches()) {
      throw new ControlRefused(
          403,
          "foreign-origin",
          "only pages of this machine (http://localhost, http://127.0.0.1) can use the simulator");
    }
    ctx.header("Access-Control-Allow-Origin", origin).header("Vary", "Origin");
  }

  private static void preflight(Context ctx) {
    ctx.status(204)
        .header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
        .header("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID")
        .header("Access-Control-Max-Age", "600");
  }
}
