package dev.agentpay.server;

import dev.agentpay.events.Feed;
import io.javalin.Javalin;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The HTTP face: agents' and supervisors' API and stream, Twilio's webhooks, and what an operator
/// looks at.
public final class Server implements AutoCloseable {
  private final ServerOptions options;
  private final Passwords passwords;
  private final Streams streams;
  private final Feed.Subscription ends;
  private final Routes routes;
  private final Javalin web;

  private Server(
      ServerOptions options,
      Passwords passwords,
      Streams streams,
      Feed.Subscription ends,
      Routes routes,
      Javalin web) {
    this.options = options;
    this.passwords = passwords;
    this.streams = streams;
    this.ends = ends;
    this.routes = routes;
    this.web = web;
  }

  /// Starts it; requests are taken when this returns.
  ///
  /// @throws InvalidOptionsException with all errors of the options
  /// @throws io.javalin.util.JavalinBindException when the port is taken
  public static Server start(ServerOptions options, ServerParts parts) {
    options.checked();
    final Meters meters = new Meters(parts.meters());
    final Requests requests = new Requests(options);
    final Rights rights = new Rights(parts.sessions(), parts.calls());
    final Passwords passwords = new Passwords(options.signIn().users());
    final Tokens tokens = new Tokens(options.signIn(), parts.clock());
    final LoginTries tries = new LoginTries(options.limits().loginsPerMinute());
    final SignIn signIn = new SignIn(options, passwords, tokens, tries, parts.calls(), requests);
    final Webhooks webhooks = new Webhooks(options, parts, meters);
    final Doorway doorway = new Doorway(options, webhooks, requests, passwords, tokens, tries);
    final CallRoutes calls = new CallRoutes(parts, rights, requests);
    final Streams streams = new Streams(options.limits(), parts.clock(), meters);
    final Routes routes =
        Routes.of(
            new Door(tokens),
            meters,
            signIn,
            calls,
            new ClaimRoutes(options, parts, requests),
            new SoftphoneRoutes(options, parts, requests),
            new DeskRoutes(options, requests),
            new SessionRoutes(options, parts, rights, requests, meters),
            new EventStream(options, parts, streams, signIn, calls),
            new TwilioRoutes(parts, webhooks, requests),
            new DeadLetterRoutes(parts, requests, meters),
            new OperatorRoutes(parts),
            parts.others().stream().flatMap(room -> room.routes(doorway).stream()).toList());
    final Javalin web = Web.create(options, routes, Pages.of(options));
    try {
      web.start();
    } catch (RuntimeException e) {
      streams.close();
      passwords.close();
      throw e;
    }
    final Feed.Subscription ends =
        parts.feed().subscribe(Optional.empty(), Optional.empty(), new EndedSessions(meters));
    return new Server(options, passwords, streams, ends, routes, web);
  }

  /// Where it listens, such as `http://127.0.0.1:8080`.
  public URI baseUri() {
    return URI.create(url(options.host(), web.port()));
  }

  /// Every route by method and path, such as `POST /api/login`.
  List<String> routes() {
    return routes.all().stream().map(Route::name).toList();
  }

  static String url(String host, int port) {
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
  }

  /// Ends the streams and stops listening.
  @Override
  public void close() {
    streams.close();
    ends.close();
    web.stop();
    passwords.close();
  }
}
