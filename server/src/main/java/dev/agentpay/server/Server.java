package dev.agentpay.server;

import dev.agentpay.auth.Devices;
import dev.agentpay.auth.LoginLimiter;
import dev.agentpay.auth.Passwords;
import dev.agentpay.auth.ServiceKeys;
import dev.agentpay.auth.SignIn;
import dev.agentpay.auth.SignInLocks;
import dev.agentpay.auth.SignIns;
import dev.agentpay.auth.Tokens;
import dev.agentpay.auth.Users;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.server.api.CallRoutes;
import dev.agentpay.server.api.ClaimRoutes;
import dev.agentpay.server.api.DeadLetterRoutes;
import dev.agentpay.server.api.DeskRoutes;
import dev.agentpay.server.api.DeviceCookie;
import dev.agentpay.server.api.OperatorRoutes;
import dev.agentpay.server.api.PinReader;
import dev.agentpay.server.api.Rights;
import dev.agentpay.server.api.ServiceKeyRoutes;
import dev.agentpay.server.api.SessionRoutes;
import dev.agentpay.server.api.Sight;
import dev.agentpay.server.api.SignInRoutes;
import dev.agentpay.server.api.SoftphoneRoutes;
import dev.agentpay.server.api.TokenRoutes;
import dev.agentpay.server.api.UnknownCalls;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.http.Pages;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.http.Route;
import dev.agentpay.server.http.Routes;
import dev.agentpay.server.http.SignInAudit;
import dev.agentpay.server.http.WebServer;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.stream.EndedSessions;
import dev.agentpay.server.stream.EventStream;
import dev.agentpay.server.stream.Frames;
import dev.agentpay.server.stream.OpenStreams;
import dev.agentpay.server.stream.Snapshots;
import dev.agentpay.server.stream.WorkReader;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.webhook.TwilioRoutes;
import dev.agentpay.server.webhook.Webhooks;
import io.javalin.Javalin;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The HTTP server: the API and live updates for agents and supervisors, Twilio's webhooks, and
/// health and metrics for operators.
public final class Server implements AutoCloseable {
  private final URI baseUri;
  private final Passwords passwords;
  private final OpenStreams streams;
  private final List<Feed.Subscription> subscriptions;
  private final Routes routes;
  private final Javalin web;

  private Server(
      URI baseUri,
      Passwords passwords,
      OpenStreams streams,
      List<Feed.Subscription> subscriptions,
      Routes routes,
      Javalin web) {
    this.baseUri = baseUri;
    this.passwords = passwords;
    this.streams = streams;
    this.subscriptions = subscriptions;
    this.routes = routes;
    this.web = web;
  }

  /// Starts the server. It accepts requests when this returns.
  ///
  /// @throws InvalidOptionsException with all errors of the options
  /// @throws io.javalin.util.JavalinBindException if the port is in use
  public static Server start(ServerOptions options, ServerParts parts) {
    options.checked();
    final ServerParts.Domain domain = parts.domain();
    final ServerParts.TwilioSide twilio = parts.twilio();
    final ServerParts.Storage storage = parts.storage();
    final ServerParts.Extensions extensions = parts.extensions();
    final Meters meters = new Meters(parts.meters());
    final Requests requests = new Requests(options);
    final Users users = new Users(options.signIn().users());
    final Passwords passwords = new Passwords(options.signIn().users());
    final Tokens tokens = new Tokens(options.signIn(), users, parts.clock());
    final SignInAudit signIn =
        new SignInAudit(
            new SignIn(
                users,
                passwords,
                new LoginLimiter(options.limits().loginsPerMinute()),
                new SignInLocks(parts.clock())),
            users,
            meters);
    final SignIns signIns =
        new SignIns(
            storage.events(),
            parts.clock(),
            options.signIn().idleAfter(),
            agent -> isWorking(domain, agent));
    final ServiceKeys keys = new ServiceKeys(storage.events(), parts.clock());
    final Webhooks webhooks = new Webhooks(options, twilio.signatures(), meters);
    final EventViews views = new EventViews(extensions.viewers());
    final Sight sight = new Sight(domain.sessions(), domain.calls());
    final Rights rights = new Rights(domain.sessions(), domain.calls(), sight);
    final SignInRoutes signInRoutes =
        new SignInRoutes(
            signIn,
            new DeviceCookie(new Devices(options.signIn(), parts.clock()), options.publicUrl()),
            tokens,
            signIns,
            domain.calls(),
            sight,
            requests);
    final CallRoutes calls = new CallRoutes(domain.calls(), rights, sight, requests);
    final UnknownCalls unknownCalls = new UnknownCalls(domain.claims());
    final OpenStreams streams =
        new OpenStreams(
            options.limits(),
            domain.calls(),
            options.desk().awayAfter(),
            extensions.pages(),
            signIns,
            parts.clock(),
            meters);
    final RouteTable table =
        new RouteTable(
            signInRoutes,
            calls,
            new ClaimRoutes(
                domain.claims(), unknownCalls, users, options.desk().claimsBySid(), requests),
            new SoftphoneRoutes(
                options.desk().softphone(), twilio.accessTokens(), parts.clock(), requests),
            new DeskRoutes(options, requests),
            new SessionRoutes(
                options,
                domain.sessions(),
                domain.claims(),
                unknownCalls,
                storage.events(),
                views,
                storage.feed(),
                rights,
                sight,
                requests,
                meters),
            new EventStream(
                storage.feed(),
                new Frames(storage.events(), views),
                streams,
                new Snapshots(sight, signInRoutes, calls, parts.clock()),
                sight,
                options.limits(),
                requests),
            new TwilioRoutes(
                webhooks,
                domain.sessions(),
                extensions.mirror(),
                twilio.voice(),
                twilio.legs(),
                requests),
            new DeadLetterRoutes(storage.deadLetters(), parts.clock(), requests, meters),
            new ServiceKeyRoutes(keys, parts.clock(), requests),
            new TokenRoutes(keys, tokens, users, new PinReader(options), requests, meters),
            new OperatorRoutes(extensions.probes(), parts.meters()));
    final RouteServices services =
        new RouteServices(
            webhooks,
            requests,
            users,
            signIn,
            tokens,
            signIns,
            options.limits().jsonBytes(),
            options.allowedOrigins());
    final List<Route> all =
        Stream.concat(
                table.routes().stream(),
                extensions.routes().stream().flatMap(module -> module.routes(services).stream()))
            .toList();
    final BearerTokens bearers = new BearerTokens(tokens, users, extensions.routes());
    final Routes routes = new Routes(all, new Authenticator(bearers::check, signIns), meters);
    final Javalin web = WebServer.create(options, routes, Pages.of(options), parts.tls());
    final List<Feed.Subscription> subscriptions =
        Stream.of(signIns, new WorkReader(signIns), new EndedSessions(meters))
            .map(reader -> storage.feed().subscribe(Optional.empty(), Optional.empty(), reader))
            .toList();
    try {
      web.start();
    } catch (RuntimeException e) {
      subscriptions.forEach(Feed.Subscription::close);
      streams.close();
      passwords.close();
      throw e;
    }
    final URI baseUri =
        URI.create(
            WebServer.url(parts.tls().isPresent() ? "https" : "http", options.host(), web.port()));
    return new Server(baseUri, passwords, streams, subscriptions, routes, web);
  }

  /// Whether an agent has a call or a payment to do. The agent's part of an unconfirmed payment is
  /// over.
  private static boolean isWorking(ServerParts.Domain domain, AgentId agent) {
    return !domain.calls().live(Optional.of(agent)).isEmpty()
        || domain.sessions().list(openOf(agent)).stream()
            .anyMatch(session -> session.state() != SessionState.UNCONFIRMED);
  }

  private static SessionQuery openOf(AgentId agent) {
    return SessionQuery.ALL.ownedBy(Optional.of(agent)).in(SessionState.OPEN);
  }

  /// Returns the address it listens on, such as `http://127.0.0.1:8080`.
  public URI baseUri() {
    return baseUri;
  }

  /// Returns every route by method and path, such as `POST /api/login`.
  List<String> routes() {
    return routes.all().stream().map(Route::name).toList();
  }

  /// Ends the SSE connections and stops listening.
  @Override
  public void close() {
    streams.close();
    subscriptions.forEach(Feed.Subscription::close);
    web.stop();
    passwords.close();
  }
}
