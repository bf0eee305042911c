package dev.agentpay.server.webhook;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.server.http.Requests;
import dev.agentpay.twilio.webhook.CallStatus;
import dev.agentpay.twilio.webhook.DialEnded;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PaymentStatusParser;
import dev.agentpay.twilio.webhook.PublicUrl;
import dev.agentpay.twilio.webhook.Refer;
import dev.agentpay.twilio.webhook.VoiceRequest;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/// Routes for Twilio's webhooks. They may arrive repeatedly and in any order. A webhook that is
/// late or belongs to no call of ours is acknowledged, because Twilio could do nothing about it.
public final class TwilioRoutes {
  private final Webhooks webhooks;
  private final Requests requests;
  private final PaySessions sessions;
  private final CallbackMirror mirror;
  private final Voice voice;
  private final Legs legs;

  public TwilioRoutes(
      Webhooks webhooks,
      PaySessions sessions,
      CallbackMirror mirror,
      Voice voice,
      Legs legs,
      Requests requests) {
    this.webhooks = webhooks;
    this.requests = requests;
    this.sessions = sessions;
    this.mirror = mirror;
    this.voice = voice;
    this.legs = legs;
  }

  /// A Payment's status callback. It is durable before it is acknowledged.
  public void paymentStatus(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "payment status callback");
    webhooks.take(
        ctx,
        "payment",
        (body, query) -> {
          final PaymentStatus status = PaymentStatusParser.parse(body, query);
          final Inbox.Taken taken =
              sessions.receive(
                  status, status.isDigit() ? Optional.empty() : mirror.copy(body), origin);
          if (taken == Inbox.Taken.HANDLED && status.isDigit()) {
            mirror.digits(body, query);
          }
          return taken;
        });
    ctx.status(204);
  }

  /// A call reached a number or a SIP domain.
  public void incoming(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "incoming call");
    answer(
        ctx,
        "voice",
        (body, _) -> voice.incoming(VoiceRequest.parse(body, voice.numbers()), here(ctx), origin));
  }

  /// A waiting caller was redirected because an agent is ready.
  public void recalled(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "recalled call");
    answer(
        ctx,
        "voice",
        (body, _) -> voice.recalled(VoiceRequest.parse(body, voice.numbers()), here(ctx), origin));
  }

  /// An agent dials from a softphone.
  public void dialOut(Context ctx) throws IOException {
    answer(
        ctx,
        "voice",
        (body, _) -> voice.dialOut(VoiceRequest.parse(body, voice.numbers()), here(ctx)));
  }

  /// A `<Dial>` has ended.
  public void dialEnded(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "dial ended");
    answer(
        ctx,
        "dial",
        (body, query) -> voice.dialEnded(DialEnded.parse(body), query, here(ctx), origin));
  }

  /// A PBX transfers a customer to us with a SIP REFER.
  public void refer(Context ctx) throws IOException {
    answer(
        ctx,
        "refer",
        (body, query) -> voice.refer(Refer.parse(body, voice.numbers()), query, here(ctx)));
  }

  /// A status callback of a call leg.
  public void callStatus(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "call status callback");
    webhooks.take(ctx, "call", (body, query) -> legs.handle(CallStatus.parse(body), query, origin));
    ctx.status(204);
  }

  /// Produces TwiML: what the call does next.
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
