package dev.agentpay.voice;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.twiml.Twiml;
import dev.agentpay.twilio.webhook.BadWebhookException;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Refer;
import dev.agentpay.twilio.webhook.VoiceRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Answers a PBX's request to transfer a customer by REFER. The customer stays on their leg, and
/// the new party is dialled under the same UUI, so that the next agent can claim the call.
final class Transfer {
  private static final String CALL = "call";
  private static final String UUI = "uui";
  private static final String TWILIO = "twilio.com";

  private final VoiceOptions options;
  private final Calls calls;
  private final Claims claims;

  Transfer(VoiceOptions options, Calls calls, Claims claims) {
    this.options = options;
    this.calls = calls;
    this.claims = claims;
  }

  /// The query of a `referUrl`, which identifies the call.
  static String query(Optional<CallSid> call, Optional<Uui> uui) {
    final String first = call.map(sid -> "?" + CALL + "=" + sid).orElse("");
    return first
        + uui.map(u -> (first.isEmpty() ? "?" : "&") + UUI + "=" + LegTag.encoded(u.value()))
            .orElse("");
  }

  /// Returns the TwiML for the customer's leg.
  ///
  /// @throws BadWebhookException if Twilio could not dial the target
  String answer(Refer refer, Form query, Dials dials) {
    final Optional<Uui> before = query.filled(UUI).flatMap(Uui::of);
    final Optional<Call> customer = customer(refer.request(), query, before);
    final Optional<Uui> uui =
        refer
            .uui()
            .flatMap(Uui::of)
            .or(() -> before)
            .or(() -> customer.flatMap(Call::uui))
            .or(() -> customer.map(call -> new Uui(call.sid().value())));
    final CallRoute route = customer.map(Call::route).orElse(CallRoute.SIP_IN);
    return switch (refer.target()) {
      case Refer.ToNumber(String e164, String host) when isAtTwilio(host) ->
          dials.transfer(e164, LegTag.pbx(route, uui).at(agentAt(e164)), callerId(refer.request()));
      case Refer.ToNumber(String e164, String host) ->
          pbx(e164, host, LegTag.pbx(route, uui).at(agentAt(e164)), customer, dials);
      case Refer.ToName(String user, String host) ->
          pbx(user, host, LegTag.pbx(route, uui), customer, dials);
    };
  }

  /// The agent whose telephone at the PBX has this number. They own the call once they answer.
  private Optional<AgentId> agentAt(String number) {
    return Optional.ofNullable(options.phones().get(number));
  }

  private String pbx(String user, String host, LegTag tag, Optional<Call> customer, Dials dials) {
    // A PBX names its own host in a REFER, at which Twilio can seldom reach it.
    final Optional<String> domain =
        options.routes().firstPbx().map(Route.SipIn::domain).or(() -> Optional.of(host));
    if (domain.get().isEmpty()) {
      return Twiml.busy();
    }
    try {
      return dials.pbx(
          user,
          domain.get(),
          tag,
          customer.map(Call::sid),
          tag.uui().map(u -> UserToUser.header(u.value())),
          true);
    } catch (IllegalArgumentException e) {
      // If we refuse, Twilio keeps the customer and the PBX connected.
      throw new BadWebhookException("ReferTransferTarget", "cannot be dialled: " + e.getMessage());
    }
  }

  /// Finds the customer's call. Twilio does not document which leg the request names: the one that
  /// stays, or the PBX's.
  private Optional<Call> customer(VoiceRequest request, Form query, Optional<Uui> uui) {
    return query
        .filled(CALL)
        .map(CallSid::new)
        .flatMap(calls::find)
        .or(() -> calls.find(request.call()))
        .or(() -> uui.flatMap(u -> liveUnder(u, request.call())));
  }

  /// A PBX may have called two customers under one UUI, each from a leg of its own.
  private Optional<Call> liveUnder(Uui uui, CallSid pbx) {
    final List<Call> live = claims.known(uui).calls();
    return live.stream()
        .filter(call -> call.agentLeg().equals(Optional.of(pbx)))
        .findFirst()
        .or(() -> live.stream().findFirst());
  }

  /// If we have no numbers, Twilio shows the customer's own, which it permits for an inbound call.
  private Optional<String> callerId(VoiceRequest request) {
    return options.callerIds().ours().isEmpty()
        ? Optional.empty()
        : options.callerIds().choose(Optional.empty(), request.callerNumber());
  }

  /// Whether a number at this host is to be called by Twilio, and is not an extension of the PBX.
  private boolean isAtTwilio(String host) {
    final String name = host.toLowerCase(Locale.ROOT);
    return name.isEmpty()
        || name.equals(TWILIO)
        || name.endsWith("." + TWILIO)
        || options.routes().routes().containsKey(name);
  }
}
