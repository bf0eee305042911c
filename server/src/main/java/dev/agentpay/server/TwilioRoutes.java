package dev.agentpay.server;

import dev.agentpay.core.Actor;
import dev.agentpay.core.AgentId;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.Calls;
import dev.agentpay.core.Origin;
import dev.agentpay.core.PaySessions;
import dev.agentpay.core.RefusedException;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.CallStatus;
import dev.agentpay.twilio.DialEnded;
import dev.agentpay.twilio.PaymentStatusParser;
import dev.agentpay.twilio.PublicUrl;
import dev.agentpay.twilio.SoftphoneDial;
import dev.agentpay.twilio.Twiml;
import dev.agentpay.twilio.VoiceRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What Twilio tells and asks us. Webhooks come repeated and in any order; what comes too late or
/// is about nothing of ours is acknowledged, as Twilio could do nothing about it.
final class TwilioRoutes {
  static final String DIAL_ENDED = "/twilio/voice/dial-ended";
  static final String CALL_STATUS = "/twilio/calls/status";

  /// How long an agent's softphone rings: about five rings.
  private static final Duration RING_FOR = Duration.ofSeconds(25);

  private static final String SOFTPHONE = "client:";

  private final Webhooks webhooks;
  private final Requests requests;
  private final PaySessions sessions;
  private final Calls calls;

  TwilioRoutes(ServerParts parts, Webhooks webhooks, Requests requests) {
    this.webhooks = webhooks;
    this.requests = requests;
    this.sessions = parts.sessions();
    this.calls = parts.calls();
  }

  /// A Payment's status callback: durable before it is acknowledged.
  void paymentStatus(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "payment status callback");
    webhooks.take(
        ctx,
        "payment",
        (body, query) -> sessions.arrived(PaymentStatusParser.parse(body, query), origin));
    ctx.status(204);
  }

  /// A customer calls: an agent's softphone is rung, or the customer hears that it is busy.
  void incoming(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "incoming call");
    webhooks.take(
        ctx,
        "voice",
        (body, _) -> {
          final VoiceRequest call = VoiceRequest.parse(body);
          final Optional<AgentId> agent =
              calls.arrived(call.call(), call.from(), call.to(), origin);
          twiml(ctx, agent.map(a -> Twiml.dial(dial(ctx, a, call.call()))).orElse(Twiml.busy()));
          return true;
        });
  }

  /// The dial to a softphone is over, and with it the customer's call.
  void dialEnded(Context ctx) throws IOException {
    webhooks.take(
        ctx,
        "dial",
        (body, _) -> {
          DialEnded.parse(body);
          twiml(ctx, Twiml.hangup());
          return true;
        });
  }

  /// How far a customer's leg, or the leg to a softphone, has got.
  void callStatus(Context ctx) throws IOException {
    final Origin origin = origin(ctx, "call status callback");
    webhooks.take(ctx, "call", (body, _) -> happened(CallStatus.parse(body), origin));
    ctx.status(204);
  }

  private boolean happened(CallStatus status, Origin origin) {
    final Optional<AgentId> agent = softphone(status);
    try {
      if (status.parent().isEmpty()) {
        return customers(status, origin);
      }
      agent.ifPresent(a -> softphones(status, status.parent().get(), a, origin));
      return agent.isPresent();
    } catch (RefusedException e) {
      return false; // the call is none of ours
    }
  }

  private boolean customers(CallStatus status, Origin origin) {
    final boolean isOurs = calls.find(status.call()).isPresent();
    if (isOurs && status.progress().isOver()) {
      calls.ended(status.call(), status.progress().wire(), status.seconds(), origin);
    }
    return isOurs;
  }

  private void softphones(CallStatus status, CallSid customer, AgentId agent, Origin origin) {
    if (status.progress() == CallProgress.IN_PROGRESS) {
      calls.answered(customer, agent, status.call(), origin);
    } else if (status.progress().isOver()) {
      calls.legEnded(customer, agent, status.progress().wire(), origin);
    }
  }

  private static Optional<AgentId> softphone(CallStatus status) {
    try {
      return Optional.of(status.to())
          .filter(to -> to.startsWith(SOFTPHONE))
          .map(to -> new AgentId(to.substring(SOFTPHONE.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private SoftphoneDial dial(Context ctx, AgentId agent, CallSid call) {
    final PublicUrl here = new PublicUrl(webhooks.base(ctx));
    return new SoftphoneDial(
        agent, call, here.webhook(DIAL_ENDED), here.webhook(CALL_STATUS), RING_FOR, Map.of());
  }

  private Origin origin(Context ctx, String cause) {
    return new Origin(Actor.TWILIO, requests.address(ctx), cause);
  }

  private static void twiml(Context ctx, String xml) {
    ctx.contentType("text/xml; charset=utf-8").result(xml);
  }
}
