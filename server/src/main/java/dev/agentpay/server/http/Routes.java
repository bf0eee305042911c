package dev.agentpay.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves routes. Each request passes the authenticator, gets security headers, is timed, and
/// answers with a problem document when its handler throws.
public final class Routes {
  private static final String CAUSE = "agentpay.cause";
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final List<Route> routes;
  private final Authenticator authenticator;
  private final Meters meters;

  public Routes(List<Route> routes, Authenticator authenticator, Meters meters) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.meters = meters;
  }

  public List<Route> all() {
    return routes;
  }

  void install(RoutesConfig config) {
    for (Route route : routes) {
      final Meters.RouteTimer timer = meters.timer(route);
      config.addHttpHandler(route.method(), route.path(), ctx -> serve(ctx, route, timer));
      if (route.method().equals(HandlerType.GET)) {
        // Javalin itself would answer 200, whoever asks and however we are.
        final Route head = route.isStream() ? route.doing(Routes::noHead) : route;
        config.head(route.path(), ctx -> serve(ctx, head, timer));
      }
    }
    // What is thrown before a route is found. Javalin looks for the nearest class and has an answer
    // of its own for its own exceptions.
    config.exception(HttpResponseException.class, Routes::unrouted);
    config.exception(Exception.class, Routes::unrouted);
  }

  private static void noHead(Context ctx) {
    ctx.header("Allow", "GET");
    throw new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "a stream has no head");
  }

  private static void unrouted(Exception thrown, Context ctx) {
    try {
      headers(ctx, true);
      Problems.answer(ctx, "", thrown);
    } catch (IllegalStateException gone) {
      // Jetty was through with the request before its end was ours to tell. Javalin would hand us
      // this exception too, and the next one, for ever.
      LOG.debug("{}: the request is over already: {}", thrown.getClass().getName(), gone);
    }
  }

  private void serve(Context ctx, Route route, Meters.RouteTimer timer) {
    final long start = System.nanoTime();
    try {
      headers(ctx, route.isApi());
      ctx.attribute(CAUSE, route.name());
      authenticator.check(ctx, route.access());
      route.handler().handle(ctx);
    } catch (Exception thrown) {
      Problems.answer(ctx, route.path(), thrown);
    } finally {
      timer.took(ctx.statusCode(), System.nanoTime() - start);
    }
  }

  /// What a browser must not do with an answer, whatever it is.
  private static void headers(Context ctx, boolean isApi) {
    ctx.header("X-Content-Type-Options", "nosniff");
    if (isApi) {
      ctx.header("Cache-Control", "no-store");
      ctx.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
  }

  /// What was asked, for an event's envelope: `POST /api/pay-sessions`.
  public static String cause(Context ctx) {
    return Objects.requireNonNull(ctx.<String>attribute(CAUSE));
  }
}
