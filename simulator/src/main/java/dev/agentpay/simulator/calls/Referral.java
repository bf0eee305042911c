package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.Choices.ReferLeg;
import dev.agentpay.simulator.options.Choices.ReferTarget;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Verb;
import dev.agentpay.simulator.world.Webhooks;
import dev.agentpay.simulator.world.WorldContext;
import java.util.LinkedHashMap;
import java.util.Map;

/// One SIP REFER (https://www.twilio.com/docs/voice/api/refer-to-twilio): a SIP party, the
/// referrer, transfers the other party.
///
/// The `referUrl` of the `<Dial>` that connects the two returns TwiML, which is executed on the leg
/// that stays. Without `answerOnBridge`, the referrer is disconnected as soon as the URL has
/// answered. With it, the referrer stays until a party of the new `<Dial>` answers, and until then
/// the transfer can be undone.
final class Referral {
  private final Leg referrer;
  private final Leg staying;
  private final DialRun originalDial;
  private final Calls calls;
  private final WorldContext context;
  private final Webhooks webhooks;

  /// @param originalDial the `<Dial>` that connects the two
  Referral(
      Leg referrer,
      Leg staying,
      DialRun originalDial,
      Calls calls,
      WorldContext context,
      Webhooks webhooks) {
    this.referrer = referrer;
    this.staying = staying;
    this.originalDial = originalDial;
    this.calls = calls;
    this.context = context;
    this.webhooks = webhooks;
  }

  /// Requests the referUrl.
  ///
  /// @param target from the referrer's Refer-To header, without angle brackets
  /// @param sipHeaders of the REFER, as `SipHeader_…`
  void begin(String target, Map<String, String> sipHeaders) {
    final Verb.Dial dial = originalDial.dial();
    boolean plain = context.switches().is(Switch.REFER_TARGET, ReferTarget.PLAIN);
    final LinkedHashMap<String, String> more =
        new LinkedHashMap<>(SipHeaders.parameters(inbound()));
    more.putAll(sipHeaders);
    more.put("ReferTransferTarget", plain ? target : "<" + target + ">");
    boolean aboutReferrer = context.switches().is(Switch.REFER_CALL_SID, ReferLeg.REFERRER);
    originalDial.setReferral(this);
    webhooks.post(
        calls
            .callWebhooks()
            .voice(aboutReferrer ? referrer : staying, dial.referUrl(), dial.referMethod(), more),
        this::answered);
  }

  boolean isBy(Leg leg) {
    return referrer == leg;
  }

  /// Whether `run` is the `<Dial>` that connects the two.
  boolean isOriginalDial(DialRun run) {
    return run == originalDial;
  }

  /// Called when the referrer, who is the caller, hangs up before the transfer is complete.
  void callerLeft() {
    originalDial.release(staying);
    calls.listen(staying, _ -> {});
  }

  /// Called when a party of the new `<Dial>` has answered.
  void succeeded() {
    releaseReferrer();
  }

  /// Called when nobody has answered the new `<Dial>`. The two are connected again if both are
  /// still there.
  void failed() {
    originalDial.setReferral(null);
    if (referrer == originalDial.caller()) {
      if (referrer.status().ended()) {
        calls.end(staying, Leg.Status.COMPLETED);
      }
    } else {
      originalDial
          .ended()
          .ifPresent(result -> calls.flowOf(staying).dialEnded(originalDial.dial(), result));
    }
  }

  private Map<String, String> inbound() {
    return referrer.isInbound() ? referrer.sipHeaders() : Map.of();
  }

  private void answered(Transport.Outcome outcome) {
    if (staying.status().ended() || isOvertaken()) {
      return;
    }
    final CallFlow flow = calls.flowOf(staying);
    final String url = originalDial.dial().referUrl();
    if (originalDial.dial().answerOnBridge() && !referrer.status().ended()) {
      flow.followTentatively(this, url, outcome);
    } else {
      releaseReferrer();
      flow.follow(url, outcome);
    }
  }

  /// Whether one of the two was redirected meanwhile.
  private boolean isOvertaken() {
    boolean callerLeft = isBy(originalDial.caller()) && referrer.status().ended();
    return !callerLeft
        && calls
            .flow(originalDial.caller())
            .filter(flow -> flow.isExecuting(originalDial))
            .isEmpty();
  }

  private void releaseReferrer() {
    originalDial.release(staying);
    calls.listen(isBy(originalDial.caller()) ? staying : referrer, _ -> {});
    calls.end(referrer, Leg.Status.COMPLETED);
    final Verb.Dial dial = originalDial.dial();
    if (context.switches().is(Switch.REFER_ASKS_ACTION) && !dial.action().isEmpty()) {
      webhooks.post(
          calls
              .callWebhooks()
              .voice(originalDial.caller(), dial.action(), dial.method(), originalDial.result()),
          _ -> {});
    }
  }
}
