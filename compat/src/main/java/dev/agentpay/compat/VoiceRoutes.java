package dev.agentpay.compat;

import dev.agentpay.calls.Uui;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.server.RouteServices;
import dev.agentpay.twilio.twiml.Twiml;
import dev.agentpay.twilio.webhook.CallStatus;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PaymentStatusParser;
import dev.agentpay.twilio.webhook.PublicUrl;
import dev.agentpay.twilio.webhook.Refer;
import dev.agentpay.twilio.webhook.VoiceRequest;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Route;
import dev.agentpay.voice.Voice;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The webhook paths of the original servers, as configured in Twilio's console. Incoming calls are
/// routed as before, and callbacks of calls and Payments that the original servers created are
/// accepted.
final class VoiceRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceRoutes.class);

  private final CompatOptions options;
  private final RouteServices services;
  private final Voice voice;
  private final Legs legs;
  private final PaySessions sessions;

  VoiceRoutes(
      CompatOptions options, RouteServices services, Voice voice, Legs legs, PaySessions sessions) {
    this.options = options;
    this.services = services;
    this.voice = voice;
    this.legs = legs;
    this.sessions = sessions;
  }

  /// Forwards incoming calls to the PBX.
  Handler toSip(Route.SipIn.Id id, boolean refer) {
    return ctx ->
        answer(
            ctx,
            (call, _, here, origin) ->
                options
                    .sipDomain()
                    .map(
                        domain ->
                            voice.take(new Route.SipIn(domain, id, refer), call, here, origin))
                    .orElseGet(VoiceRoutes::noDomain));
  }

  /// Dials the number that the PBX requests.
  Handler toPstn(boolean matched, boolean refer) {
    final Route route = new Route.SipOut(Optional.empty(), matched, refer);
    return ctx -> answer(ctx, (call, _, here, origin) -> voice.take(route, call, here, origin));
  }

  /// Rings the agents' softphones.
  void softphones(Context ctx) throws IOException {
    answer(ctx, (call, _, here, origin) -> voice.take(new Route.Softphones(), call, here, origin));
  }

  /// Dials the number in the URL.
  void forward(Context ctx) throws IOException {
    if (number(ctx.queryParam("Fwd")).isEmpty()) {
      Responses.text(ctx, 400, "No forwarding number provided");
      return;
    }
    answer(
        ctx,
        (call, query, here, origin) ->
            voice.forward(number(query.first("Fwd").orElse("")).orElseThrow(), call, here, origin));
  }

  void transfer(Context ctx) throws IOException {
    services.webhook(
        ctx,
        "refer",
        (body, query) -> {
          twiml(
              ctx,
              voice.refer(
                  Refer.parse(form(ctx, body, query), voice.numbers()), query, services.here(ctx)));
          return Inbox.Taken.HANDLED;
        });
  }

  /// Handles a status callback of a Payment that an original server created, and responds as that
  /// server did.
  void payment(Context ctx) throws IOException {
    final Origin origin = services.twilio(ctx, "payment status callback");
    services.webhook(
        ctx,
        "payment",
        (body, query) -> {
          Responses.text(ctx, 200, body.first("Sid").orElse(""));
          return sessions.receive(PaymentStatusParser.parse(body, query), Optional.empty(), origin);
        });
  }

  /// Handles a status callback, with a UUI in the URL, of a call that an original server created.
  void uui(Context ctx) throws IOException {
    final Origin origin = services.twilio(ctx, "call status callback");
    services.webhook(
        ctx,
        "call",
        (body, query) -> {
          final Optional<Uui> uui = query.filled("UUI").flatMap(Uui::of);
          if (uui.isEmpty()) {
            Responses.text(ctx, 200, "Cannot extract UUI from call, so cannot establish Pay");
            return Inbox.Taken.NOT_OURS;
          }
          Responses.text(ctx, 200, uui.get().value());
          final boolean toPbx = query.first("CallDirection").equals(Optional.of("toSIP"));
          return legs.handleLegacy(uui.get(), CallStatus.parse(body), toPbx, origin);
        });
  }

  /// Handles the end of a call that an original server forwarded.
  void finished(Context ctx) throws IOException {
    final Origin origin = services.twilio(ctx, "dial ended");
    services.webhook(
        ctx,
        "dial",
        (body, _) ->
            legs.handle(
                CallStatus.completed(VoiceRequest.parse(body, voice.numbers()).call()),
                Form.EMPTY,
                origin));
    ctx.status(204);
  }

  /// Acknowledges that a call forwarded by an original server was answered.
  void answered(Context ctx) throws IOException {
    services.webhook(ctx, "call", (_, _) -> Inbox.Taken.HANDLED);
    ctx.status(204);
  }

  /// Refuses requests with card data, without reading the body, because card data must not enter
  /// this process.
  static void connector(Context ctx) {
    Responses.text(
        ctx,
        410,
        "This server does not accept card data. Configure the address of AgentPay's connector in"
            + " Twilio's console, or route this path to the connector in your proxy; see"
            + " docs/connector.md");
  }

  /// Creates the TwiML for an incoming call.
  private interface TwimlSource {
    String twiml(VoiceRequest call, Form query, PublicUrl here, Origin origin);
  }

  private void answer(Context ctx, TwimlSource source) throws IOException {
    final Origin origin = services.twilio(ctx, "incoming call");
    services.webhook(
        ctx,
        "voice",
        (body, query) -> {
          final VoiceRequest call = VoiceRequest.parse(form(ctx, body, query), voice.numbers());
          twiml(ctx, source.twiml(call, query, services.here(ctx), origin));
          return Inbox.Taken.HANDLED;
        });
  }

  /// Returns the parameters of a webhook. A number in Twilio's console may be configured to use
  /// GET.
  private static Form form(Context ctx, Form body, Form query) {
    return ctx.method().name().equals("GET") ? query : body;
  }

  /// Parses a phone number. Its plus may be missing, because an unescaped plus in a query is
  /// decoded as a space.
  private static Optional<String> number(@Nullable String text) {
    final String digits = text == null ? "" : text.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? Optional.empty() : Optional.of("+" + digits);
  }

  private static String noDomain() {
    LOG.warn(
        "Cannot forward a call to the PBX, so the caller hears a busy tone: set compat.sip-domain");
    return Twiml.busy();
  }

  private static void twiml(Context ctx, String xml) {
    ctx.contentType("text/xml; charset=utf-8").result(xml);
  }
}
