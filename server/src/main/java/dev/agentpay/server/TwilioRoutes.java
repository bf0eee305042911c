package dev.agentpay.server;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.PaymentStatus;
import dev.agentpay.twilio.CallStatus;
import dev.agentpay.twilio.DialEnded;
import dev.agentpay.twilio.Form;
import dev.agentpay.twilio.PaymentStatusParser;
import dev.agentpay.twilio.PublicUrl;
import dev.agentpay.twilio.Refer;
import dev.agentpay.twilio.VoiceRequest;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/// What Twilio tells and asks us. Webhooks come repeated and in any order; what comes too late or
/// is about nothing of ours is acknowledged, as Twilio could do nothing about it.
final class TwilioRoutes {
  private final Webhooks webhooks;
  private final Requests requests;
  private final PaySessions sessions;
  private final CallbackMirror mirror;
  private final Voice voice;
  private final Legs legs;

  TwilioRoutes(ServerParts parts, Webhooks webhooks, Requests requests) {
    this.webhooks = webhooks;
    this.requests = requests;
    this.sessions = parts.sessions();
    this.mirror = parts.mirror();
    this.voice = parts.voice();
    this.legs = parts.legs();
  }

  /// A Payment's status callback: durable before it is acknowledged.
  void paymentStatus(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "payment status callback");
    webhooks.take(
        ctx,
        "payment",
        (body, query) -> {
          final PaymentStatus status = PaymentStatusParser.parse(body, query);
          final Inbox.Taken taken =
              sessions.arrived(
                  status, status.isDigit() ? Optional.empty() : mirror.copy(body), origin);
          if (taken == Inbox.Taken.HANDLED && status.isDigit()) {
            mirror.digits(body, query);
          }
          return taken;
        });
    ctx.status(204);
  }

  /// A call reached a number or a SIP domain.
  void incoming(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "incoming call");
    answer(ctx, "voice", (body, _) -> voice.incoming(VoiceRequest.parse(body), here(ctx), origin));
  }

  /// A caller who waited was told that somebody is ready.
  void recalled(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "recalled call");
    answer(ctx, "voice", (body, _) -> voice.recalled(VoiceRequest.parse(body), here(ctx), origin));
  }

  /// An agent dials from a softphone.
  void dialOut(Context ctx) throws IOException {
    answer(ctx, "voice", (body, _) -> voice.dialOut(VoiceRequest.parse(body), here(ctx)));
  }

  /// A dial is over.
  void dialEnded(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "dial ended");
    answer(
        ctx,
        "dial",
        (body, query) -> voice.dialEnded(DialEnded.parse(body), query, here(ctx), origin));
  }

  /// A PBX hands a customer over.
  void refer(Context ctx) throws IOException {
    answer(ctx, "refer", (body, query) -> voice.refer(Refer.parse(body), query, here(ctx)));
  }

  /// How far a leg has got.
  void callStatus(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "call status callback");
    webhooks.take(ctx, "call", (body, query) -> legs.handle(CallStatus.parse(body), query, origin));
    ctx.status(204);
  }

  /// What a call is to do.
  private interface Answer {
    String twiml(Form body, Form query);
  }

  private void answer(Context ctx, String kind, Answer answer) throws IOException {
    webhooks.take(
        ctx,
        kind,
        (body, query) -> {
          ctx.contentType("text/xml; charset=utf-8").result(answer.twiml(body, query));
          return Inbox.Taken.HANDLED;
        });
  }

  private PublicUrl here(Context ctx) {
    return new PublicUrl(webhooks.base(ctx));
  }

  private Origin origin(Context ctx, String cause) {
    return new Origin(Actor.TWILIO, requests.address(ctx), cause);
  }
}
