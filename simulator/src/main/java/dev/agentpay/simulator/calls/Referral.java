package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.Choices.ReferLeg;
import dev.agentpay.simulator.options.Choices.ReferTarget;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Machinery;
import dev.agentpay.simulator.world.Webhooks;
import java.util.LinkedHashMap;
import java.util.Map;

/// One SIP REFER (https://www.twilio.com/docs/voice/api/refer-to-twilio): a SIP party asks that
/// whoever it talks to be led elsewhere. The `referUrl` of the `<Dial>` that joined the two says
/// where; its TwiML is acted out on the leg that stays. Without `answerOnBridge` the referrer is
/// out as soon as that URL has answered; with it, when a party of the new `<Dial>` answers, and
/// until then everything can go back to how it was.
final class Referral {
  private final Leg referrer;
  private final Leg staying;
  private final DialRun joined;
  private final Calls calls;
  private final Machinery machinery;
  private final Webhooks webhooks;

  /// @param joined the `<Dial>` being acted out that joins the two
  Referral(
      Leg referrer,
      Leg staying,
      DialRun joined,
      Calls calls,
      Machinery machinery,
      Webhooks webhooks) {
    this.referrer = referrer;
    this.staying = staying;
    this.joined = joined;
    this.calls = calls;
    this.machinery = machinery;
    this.webhooks = webhooks;
  }

  /// Asks the referUrl.
  ///
  /// @param target what the referrer's Refer-To header says, without angle brackets
  /// @param sipHeaders of the REFER, as `SipHeader_…`
  void begin(String target, Map<String, String> sipHeaders) {
    var dial = joined.dial();
    boolean plain = machinery.switches().is(Switch.REFER_TARGET, ReferTarget.PLAIN);
    var more = new LinkedHashMap<>(SipHeaders.parameters(inbound()));
    more.putAll(sipHeaders);
    more.put("ReferTransferTarget", plain ? target : "<" + target + ">");
    boolean aboutReferrer = machinery.switches().is(Switch.REFER_CALL_SID, ReferLeg.REFERRER);
    joined.refer(this);
    webhooks.post(
        calls
            .told()
            .voice(aboutReferrer ? referrer : staying, dial.referUrl(), dial.referMethod(), more),
        this::answered);
  }

  boolean isBy(Leg leg) {
    return referrer == leg;
  }

  /// Whether what goes on is the `<Dial>` that joined the two.
  boolean setsAside(DialRun run) {
    return run == joined;
  }

  /// The referrer, who had called, hangs up without waiting for the end of it.
  void callerLeft() {
    joined.release(staying);
    calls.listen(staying, _ -> {});
  }

  /// A party of the new `<Dial>` has answered.
  void succeeded() {
    letReferrerGo();
  }

  /// The new `<Dial>` has led nowhere: the two talk to each other again, if both are still there.
  void failed() {
    joined.refer(null);
    if (referrer == joined.caller()) {
      if (referrer.status().ended()) {
        calls.end(staying, Leg.Status.COMPLETED);
      }
    } else {
      joined.ended().ifPresent(result -> calls.flowOf(staying).dialled(joined.dial(), result));
    }
  }

  private Map<String, String> inbound() {
    return referrer.isInbound() ? referrer.sipHeaders() : Map.of();
  }

  private void answered(Transport.Outcome outcome) {
    if (staying.status().ended() || isOvertaken()) {
      return;
    }
    var flow = calls.flowOf(staying);
    var url = joined.dial().referUrl();
    if (joined.dial().answerOnBridge() && !referrer.status().ended()) {
      flow.tryOut(this, url, outcome);
    } else {
      letReferrerGo();
      flow.follow(url, outcome);
    }
  }

  /// Somebody else has led one of the two elsewhere meanwhile.
  private boolean isOvertaken() {
    boolean callerLeft = isBy(joined.caller()) && referrer.status().ended();
    return !callerLeft
        && calls.flow(joined.caller()).filter(flow -> flow.isActingOut(joined)).isEmpty();
  }

  private void letReferrerGo() {
    joined.release(staying);
    calls.listen(isBy(joined.caller()) ? staying : referrer, _ -> {});
    calls.end(referrer, Leg.Status.COMPLETED);
    var dial = joined.dial();
    if (machinery.switches().is(Switch.REFER_ASKS_ACTION) && !dial.action().isEmpty()) {
      webhooks.post(
          calls.told().voice(joined.caller(), dial.action(), dial.method(), joined.result()),
          _ -> {});
    }
  }
}
