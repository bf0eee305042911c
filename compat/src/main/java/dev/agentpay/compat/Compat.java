package dev.agentpay.compat;

import static dev.agentpay.auth.Access.ANYONE;

import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.events.Kernel;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.server.RouteModule;
import dev.agentpay.server.RouteServices;
import dev.agentpay.server.http.Route;
import dev.agentpay.server.stream.AgentPages;
import dev.agentpay.server.views.EventViewer;
import dev.agentpay.server.webhook.CallbackMirror;
import dev.agentpay.twilio.sync.SyncMirror;
import dev.agentpay.twilio.sync.SyncRest;
import dev.agentpay.twilio.token.AccessTokens;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Route.SipIn;
import dev.agentpay.voice.Voice;
import io.javalin.http.Handler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes of the existing clients, and the classes that handle them.
public final class Compat implements RouteModule {
  private static final Logger LOG = LoggerFactory.getLogger(Compat.class);

  private final CompatOptions options;
  private final Parts parts;
  private final CallbackMirror mirror;
  private final PagePresence presence;

  /// The services that the routes need.
  ///
  /// @param sync Twilio Sync's REST API; created when it is first needed
  /// @param uuiKept how long a call can be found by its UUI
  /// @param pages where else agents have pages open
  public record Parts(
      Kernel kernel,
      PaySessions sessions,
      Calls calls,
      Claims claims,
      Voice voice,
      Legs legs,
      AccessTokens tokens,
      SyncLeases leases,
      SyncMirror mirror,
      Supplier<SyncRest> sync,
      String accountSid,
      Duration uuiKept,
      InstantSource clock,
      AgentPages pages) {}

  public Compat(CompatOptions options, Parts parts) {
    this.options = options;
    this.parts = parts;
    final CallbackMirror delivery =
        new SyncDelivery(
            options,
            parts.kernel(),
            parts.sessions(),
            parts.leases(),
            parts.mirror(),
            parts.sync());
    // Both handle outbox rows even without clients, because rows from before the last restart may
    // be left.
    presence =
        new PagePresence(
            parts.kernel(),
            parts.calls(),
            parts.leases(),
            (service, webhook, grace) -> parts.sync().get().reportPresence(service, webhook, grace),
            parts.pages());
    this.mirror = options.clients().isEmpty() ? CallbackMirror.NONE : delivery;
    if (options.openDoor()) {
      LOG.warn(
          "compat.open-door is on: anyone who can reach this server can act as any agent. Use it"
              + " only behind your own sign-in");
    }
  }

  /// Copies status callbacks to Twilio Sync for existing clients; does nothing if none are
  /// configured.
  public CallbackMirror mirror() {
    return mirror;
  }

  /// Renders the events of Sync services for the API.
  public static EventViewer viewer() {
    return new SyncEventViews();
  }

  /// The Sync token of an existing client's page is accepted by the API as well, so that the page
  /// can be replaced step by step. Without existing clients nobody has one.
  @Override
  public Optional<IssuedToken> check(String token) {
    return options.clients().isEmpty()
        ? Optional.empty()
        : parts
            .tokens()
            .verify(token)
            .filter(verified -> verified.sync().isPresent())
            .map(verified -> new IssuedToken(verified.agent(), verified.expires()));
  }

  @Override
  public List<Route> routes(RouteServices services) {
    final ClientAuth auth = new ClientAuth(services, parts.tokens(), parts.clock());
    final SyncTokens tokens =
        new SyncTokens(parts.leases(), parts.tokens(), parts.sync(), parts.clock());
    final Payments payments =
        new Payments(
            parts.sessions(),
            parts.claims(),
            parts.kernel().store(),
            parts.kernel().feed(),
            options.inputTimeoutSeconds());
    final VoiceRoutes voice =
        new VoiceRoutes(options, services, parts.voice(), parts.legs(), parts.sessions());
    final List<Route> routes = new ArrayList<>();
    for (ExistingClient existing : ExistingClient.values()) {
      if (options.clients().contains(existing)) {
        switch (existing) {
          case AGENT_PAY ->
              agentPay(
                  routes,
                  new AgentPayRoutes(
                      options, services, auth, tokens, payments, parts.claims(), parts.uuiKept()),
                  voice);
          case GENESYSPAY ->
              genesysPay(
                  routes,
                  new GenesysRoutes(
                      options, services, auth, tokens, payments, parts.accountSid(), parts.sync()),
                  voice);
          case GENERIC ->
              generic(
                  routes,
                  new GenericRoutes(
                      options, services, auth, tokens, payments, parts.leases(), presence),
                  voice);
          case FLASK -> flask(routes, voice);
        }
      }
    }
    final List<Route> all =
        new ArrayList<>(
            routes.stream()
                .map(route -> route.withHandler(ownPagesOnly(services, route.handler())))
                .toList());
    if (!options.clients().isEmpty()) {
      options.assets().ifPresent(folder -> all.addAll(AssetRoutes.of(folder, routes)));
    }
    return all;
  }

  /// Refuses what a page of another site sends with the credentials that a browser remembers.
  private static Handler ownPagesOnly(RouteServices services, Handler handler) {
    return ctx -> {
      if (services.isFromForeignPage(ctx)) {
        ctx.status(403);
        Responses.quoted(
            ctx, "A page of another site may not do this; add its origin to allowed-origins");
      } else {
        handler.handle(ctx);
      }
    };
  }

  private static void agentPay(List<Route> routes, AgentPayRoutes client, VoiceRoutes voice) {
    both(routes, "/getSyncToken", client::getSyncToken);
    both(routes, "/getConfig", client::getConfig);
    both(routes, "/loginMock", client::loginMock);
    both(routes, "/uui2sid", client::uui2sid);
    post(routes, "/startCapture", client::startCapture);
    post(routes, "/updateCaptureType", client::updateCaptureType);
    post(routes, "/changeSession", client::changeSession);
    post(routes, "/paySyncUpdate", voice::payment);
    both(routes, "/inboundHandler", voice.toSip(SipIn.Id.PLAIN, false));
    both(routes, "/outboundHandler", voice.toPstn(true, false));
    post(routes, "/outboundSyncUpdate", voice::uui);
  }

  private static void genesysPay(List<Route> routes, GenesysRoutes client, VoiceRoutes voice) {
    post(routes, "/aap/startCapture", client::startCapture);
    post(routes, "/aap/changeCapture", client::changeCapture);
    post(routes, "/aap/changeStatus", client::changeStatus);
    both(routes, "/sync/getSyncToken", client::getSyncToken);
    routes.add(Route.get("/sync/setupSyncServices", ANYONE, client::setupForm));
    post(routes, "/sync/setupSyncServices", client::setupSyncServices);
    post(routes, "/sync/paySyncUpdate", voice::payment);
    post(routes, "/sync/uuiSyncUpdate", voice::uui);
    both(routes, "/pv/callToSIP", voice.toSip(SipIn.Id.PLAIN, false));
    both(routes, "/pv/callToSIPwithRefer", voice.toSip(SipIn.Id.PLAIN, true));
    both(routes, "/pv/tollfreeCallToSIP", voice.toSip(SipIn.Id.TOLL_FREE, false));
    both(routes, "/pv/callToPSTN", voice.toPstn(true, false));
    both(routes, "/pv/callToPSTNwithRefer", voice.toPstn(true, true));
    both(routes, "/pv/simpleCallToPSTN", voice.toPstn(false, false));
    both(routes, "/pv/callTransfer", voice::transfer);
    post(routes, "/connector/charge", VoiceRoutes::connector);
    post(routes, "/connector/tokenize", VoiceRoutes::connector);
  }

  private static void generic(List<Route> routes, GenericRoutes client, VoiceRoutes voice) {
    both(routes, "/token", client::token);
    both(routes, "/twiml", voice::softphones);
    post(routes, "/startPaySession", client::startPaySession);
    post(routes, "/updatePaySession", client::updatePaySession);
    post(routes, "/completePaySession", client::completePaySession);
    post(routes, "/statusCallback", voice::payment);
    post(routes, PagePresence.PATH, client::presence);
    post(routes, "/mockPaymentProcessor", VoiceRoutes::connector);
  }

  private static void flask(List<Route> routes, VoiceRoutes voice) {
    post(routes, "/forward", voice::forward);
    post(routes, "/answered", voice::answered);
    post(routes, "/finished", voice::finished);
    post(routes, "/payresult", voice::payment);
  }

  private static void post(List<Route> routes, String path, Handler handler) {
    routes.add(Route.post(path, ANYONE, handler));
  }

  private static void both(List<Route> routes, String path, Handler handler) {
    routes.add(Route.get(path, ANYONE, handler));
    routes.add(Route.post(path, ANYONE, handler));
  }
}
