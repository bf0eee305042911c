package dev.agentpay.compat;

import dev.agentpay.calls.Uui;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.server.Doorway;
import dev.agentpay.twilio.CallStatus;
import dev.agentpay.twilio.Form;
import dev.agentpay.twilio.PaymentStatusParser;
import dev.agentpay.twilio.PublicUrl;
import dev.agentpay.twilio.Refer;
import dev.agentpay.twilio.Twiml;
import dev.agentpay.twilio.VoiceRequest;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Route;
import dev.agentpay.voice.Voice;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses that stand in Twilio's console for the old servers: calls that come in take the
/// route that they took, and what calls of the old servers still tell is heard.
final class VoiceRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceRoutes.class);

  private final CompatOptions options;
  private final Doorway doorway;
  private final Voice voice;
  private final Legs legs;
  private final PaySessions sessions;

  VoiceRoutes(
      CompatOptions options, Doorway doorway, Voice voice, Legs legs, PaySessions sessions) {
    this.options = options;
    this.doorway = doorway;
    this.voice = voice;
    this.legs = legs;
    this.sessions = sessions;
  }

  /// Calls are dialled on to the PBX.
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

  /// The number that the PBX names is dialled.
  Handler toPstn(boolean matched, boolean refer) {
    final Route route = new Route.SipOut(Optional.empty(), matched, refer);
    return ctx -> answer(ctx, (call, _, here, origin) -> voice.take(route, call, here, origin));
  }

  /// Softphones are rung.
  void softphones(Context ctx) throws IOException {
    answer(ctx, (call, _, here, origin) -> voice.take(new Route.Softphones(), call, here, origin));
  }

  /// The telephone in the address is rung.
  void forward(Context ctx) throws IOException {
    if (number(ctx.queryParam("Fwd")).isEmpty()) {
      Answers.text(ctx, 400, "No forwarding number provided");
      return;
    }
    answer(
        ctx,
        (call, query, here, origin) ->
            voice.forward(number(query.first("Fwd").orElse("")).orElseThrow(), call, here, origin));
  }

  void transfer(Context ctx) throws IOException {
    doorway.webhook(
        ctx,
        "refer",
        (body, query) -> {
          twiml(ctx, voice.refer(Refer.parse(form(ctx, body, query)), query, doorway.here(ctx)));
          return Inbox.Taken.HANDLED;
        });
  }

  /// A Payment that an old server opened tells it: none of ours, and acknowledged as it was there.
  void payment(Context ctx) throws IOException {
    final Origin origin = doorway.twilio(ctx, "payment status callback");
    doorway.webhook(
        ctx,
        "payment",
        (body, query) -> {
          Answers.text(ctx, 200, body.first("Sid").orElse(""));
          return sessions.arrived(PaymentStatusParser.parse(body, query), Optional.empty(), origin);
        });
  }

  /// A call that an old server placed tells its UUI.
  void uui(Context ctx) throws IOException {
    final Origin origin = doorway.twilio(ctx, "call status callback");
    doorway.webhook(
        ctx,
        "call",
        (body, query) -> {
          final Optional<Uui> uui = query.filled("UUI").flatMap(Uui::of);
          if (uui.isEmpty()) {
            Answers.text(ctx, 200, "Cannot extract UUI from call, so cannot establish Pay");
            return Inbox.Taken.NOT_OURS;
          }
          Answers.text(ctx, 200, uui.get().value());
          final boolean toPbx = query.first("CallDirection").equals(Optional.of("toSIP"));
          return legs.handleLegacy(uui.get(), CallStatus.parse(body), toPbx, origin);
        });
  }

  /// A forwarded call of an old server is over.
  void finished(Context ctx) throws IOException {
    final Origin origin = doorway.twilio(ctx, "dial ended");
    doorway.webhook(
        ctx,
        "dial",
        (body, _) ->
            legs.handle(CallStatus.completed(VoiceRequest.parse(body).call()), Form.EMPTY, origin));
    ctx.status(204);
  }

  /// A forwarded call of an old server is answered: nothing to be done.
  void answered(Context ctx) throws IOException {
    doorway.webhook(ctx, "call", (_, _) -> Inbox.Taken.HANDLED);
    ctx.status(204);
  }

  /// Card data must not reach this process: not even its body is read.
  static void connector(Context ctx) {
    Answers.text(
        ctx,
        410,
        "card data is taken by AgentPay's connector, at an address of its own: set that address in"
            + " Twilio's console, or let the proxy lead this path there; see docs/connector.md");
  }

  /// What a call is to do.
  private interface Doing {
    String of(VoiceRequest call, Form query, PublicUrl here, Origin origin);
  }

  private void answer(Context ctx, Doing doing) throws IOException {
    final Origin origin = doorway.twilio(ctx, "incoming call");
    doorway.webhook(
        ctx,
        "voice",
        (body, query) -> {
          final VoiceRequest call = VoiceRequest.parse(form(ctx, body, query));
          twiml(ctx, doing.of(call, query, doorway.here(ctx), origin));
          return Inbox.Taken.HANDLED;
        });
  }

  /// A number may have been configured to ask by GET.
  private static Form form(Context ctx, Form body, Form query) {
    return ctx.method().name().equals("GET") ? query : body;
  }

  /// A plus in a query is a space by the time it is read.
  private static Optional<String> number(@org.jspecify.annotations.Nullable String text) {
    final String digits = text == null ? "" : text.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? Optional.empty() : Optional.of("+" + digits);
  }

  private static String noDomain() {
    LOG.warn("calls are to be dialled on to a PBX, and compat.sip-domain does not say where");
    return Twiml.busy();
  }

  private static void twiml(Context ctx, String xml) {
    ctx.contentType("text/xml; charset=utf-8").result(xml);
  }
}
