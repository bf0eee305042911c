package dev.agentpay.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves routes. Each request passes the authenticator, gets security headers and is timed. When
/// its handler throws, the answer is a problem document.
public final class Routes {
  private static final String CAUSE = "agentpay.cause";
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final List<Route> routes;
  private final Authenticator authenticator;
  private final Meters meters;
  private final RefusalLog<ProblemType> refusals =
      new RefusalLog<>(ProblemType.class, System::nanoTime);

  public Routes(List<Route> routes, Authenticator authenticator, Meters meters) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.meters = meters;
  }

  public List<Route> all() {
    return routes;
  }

  /// Whether one of them is at the root.
  boolean haveRoot() {
    return routes.stream().anyMatch(route -> route.path().equals("/"));
  }

  void install(RoutesConfig config) {
    for (Route route : routes) {
      final Meters.RouteTimer timer = meters.timer(route);
      config.addHttpHandler(route.method(), route.path(), ctx -> serve(ctx, route, timer));
      if (route.method().equals(HandlerType.GET)) {
        // Javalin would answer every HEAD with 200, without a check.
        final Route head = route.isStream() ? route.withHandler(Routes::noHead) : route;
        config.head(route.path(), ctx -> serve(ctx, head, timer));
      }
    }
    // Exceptions before a route is found. Both handlers are needed: Javalin picks the handler of
    // the nearest class and has its own for its own exceptions.
    config.exception(HttpResponseException.class, this::unrouted);
    config.exception(Exception.class, this::unrouted);
  }

  private static void noHead(Context ctx) {
    ctx.header("Allow", "GET");
    throw new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "live updates support only GET");
  }

  private void unrouted(Exception thrown, Context ctx) {
    try {
      headers(ctx, true);
      Problems.answer(ctx, "", thrown, refusals);
    } catch (IllegalStateException gone) {
      // Jetty had already finished the request. Javalin would pass this exception to us again, and
      // the next one too, without end.
      LOG.debug("{}: the request is over already: {}", thrown.getClass().getName(), gone);
    }
  }

  private void serve(Context ctx, Route route, Meters.RouteTimer timer) {
    final long start = System.nanoTime();
    try {
      headers(ctx, route.isApi());
      ctx.attribute(CAUSE, route.name());
      authenticator.check(ctx, route);
      route.handler().handle(ctx);
    } catch (Exception thrown) {
      Problems.answer(ctx, route.path(), thrown, refusals);
    } finally {
      timer.took(ctx.statusCode(), System.nanoTime() - start);
    }
  }

  /// Sets the headers that limit what a browser may do with any answer.
  private static void headers(Context ctx, boolean isApi) {
    ctx.header("X-Content-Type-Options", "nosniff");
    if (isApi) {
      ctx.header("Cache-Control", "no-store");
      ctx.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
  }

  /// Returns the cause for an event's envelope, such as `POST /api/pay-sessions`.
  public static String cause(Context ctx) {
    return Objects.requireNonNull(ctx.<String>attribute(CAUSE));
  }
}
