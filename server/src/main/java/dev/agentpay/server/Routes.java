package dev.agentpay.server;

import static dev.agentpay.server.Access.AGENTS;
import static dev.agentpay.server.Access.ANYONE;
import static dev.agentpay.server.Access.SUPERVISORS;
import static dev.agentpay.server.Access.USERS;
import static dev.agentpay.server.Route.get;
import static dev.agentpay.server.Route.post;
import static dev.agentpay.server.Route.put;

import dev.agentpay.voice.Voice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All routes, and what happens around each: the door, the headers, the problem when something is
/// thrown, and the time that it took.
final class Routes {
  private static final String CAUSE = "agentpay.cause";
  private static final String STREAM = "/api/events";
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final List<Route> routes;
  private final Door door;
  private final Meters meters;

  private Routes(List<Route> routes, Door door, Meters meters) {
    this.routes = routes;
    this.door = door;
    this.meters = meters;
  }

  static Routes of(
      Door door,
      Meters meters,
      SignIn signIn,
      CallRoutes calls,
      ClaimRoutes claims,
      SoftphoneRoutes softphone,
      DeskRoutes desk,
      SessionRoutes sessions,
      EventStream stream,
      TwilioRoutes twilio,
      DeadLetterRoutes deadLetters,
      OperatorRoutes operator,
      List<Route> others) {
    final List<Route> own =
        List.of(
            post("/api/login", ANYONE, signIn::login),
            get("/api/me", USERS, signIn::me),
            put("/api/me/availability", AGENTS, signIn::available),
            get("/api/desk", USERS, desk::desk),
            get("/api/calls", USERS, calls::list),
            // Before the paths with a sid, which would take "by-uui" for one.
            get("/api/calls/by-uui", USERS, claims::known),
            post("/api/calls/by-uui/claim", AGENTS, claims::byUui),
            post("/api/calls/by-uui/withdraw", USERS, claims::withdraw),
            get("/api/calls/{sid}", USERS, calls::one),
            post("/api/calls/{sid}/claim", AGENTS, claims::bySid),
            post("/api/calls/{sid}/assign", SUPERVISORS, claims::assign),
            post("/api/softphone/token", AGENTS, softphone::token),
            post("/api/pay-sessions", AGENTS, sessions::start),
            get("/api/pay-sessions", USERS, sessions::list),
            get("/api/pay-sessions/{id}", USERS, sessions::one),
            get("/api/pay-sessions/{id}/events", USERS, sessions::events),
            post("/api/pay-sessions/{id}/captures", USERS, sessions::capture),
            post("/api/pay-sessions/{id}/submit", USERS, sessions::submit),
            post("/api/pay-sessions/{id}/cancel", USERS, sessions::cancel),
            post("/api/pay-sessions/{id}/resolve", SUPERVISORS, sessions::resolve),
            get("/api/dead-letters", SUPERVISORS, deadLetters::list),
            get("/api/dead-letters/{id}", SUPERVISORS, deadLetters::one),
            post("/api/dead-letters/{id}/retry", SUPERVISORS, deadLetters::retry),
            post("/api/dead-letters/{id}/drop", SUPERVISORS, deadLetters::drop),
            get(STREAM, USERS, stream::open),
            post("/twilio/payments/status", ANYONE, twilio::paymentStatus),
            post(Voice.INCOMING, ANYONE, twilio::incoming),
            post(Voice.RECALLED, ANYONE, twilio::recalled),
            post(Voice.SOFTPHONE, ANYONE, twilio::dialOut),
            post(Voice.DIAL_ENDED, ANYONE, twilio::dialEnded),
            post(Voice.REFER, ANYONE, twilio::refer),
            post(Voice.CALL_STATUS, ANYONE, twilio::callStatus),
            get("/health/live", ANYONE, operator::live),
            get("/health/ready", ANYONE, operator::ready),
            get("/metrics", ANYONE, operator::metrics),
            get("/openapi.json", ANYONE, operator::openApi));
    return new Routes(Stream.concat(own.stream(), others.stream()).toList(), door, meters);
  }

  List<Route> all() {
    return routes;
  }

  void install(RoutesConfig config) {
    for (Route route : routes) {
      final Meters.RouteTimer timer = meters.timer(route);
      config.addHttpHandler(route.method(), route.path(), ctx -> serve(ctx, route, timer));
      if (route.method().equals(HandlerType.GET)) {
        // Javalin itself would answer 200, whoever asks and however we are.
        final Route head = route.path().equals(STREAM) ? route.doing(Routes::noHead) : route;
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
      door.pass(ctx, route.access());
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
  static String cause(Context ctx) {
    return Objects.requireNonNull(ctx.<String>attribute(CAUSE));
  }
}
