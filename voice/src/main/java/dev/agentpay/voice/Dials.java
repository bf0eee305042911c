package dev.agentpay.voice;

import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Ring;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.twiml.NumberDial;
import dev.agentpay.twilio.twiml.SipDial;
import dev.agentpay.twilio.twiml.SoftphoneDial;
import dev.agentpay.twilio.twiml.Twiml;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Creates the TwiML of each kind of dial, including its callback URLs.
///
/// @param here our base URL as Twilio sees it
/// @param ringFor how long the dialled party is rung
record Dials(PublicUrl here, Duration ringFor) {
  /// Query parameter of the dial-ended URL: the number of the agent's ring.
  static final String RING = "ring";

  /// Dials an agent's softphone.
  String softphone(CallSid call, Ring ring) {
    return Twiml.dial(
        new SoftphoneDial(
            ring.agent(),
            call,
            ended(Optional.of(ring)),
            status(LegTag.agent(CallRoute.SOFTPHONE, ring.agent(), ring.number())),
            ringFor,
            Map.of()));
  }

  /// Dials an agent's own telephone.
  String telephone(String number, Ring ring) {
    return number(
        number,
        LegTag.agent(CallRoute.FORWARD, ring.agent(), ring.number()),
        Optional.of(ring),
        Optional.empty(),
        Optional.empty());
  }

  /// Dials a telephone that no agent owns.
  String telephone(String number) {
    return number(
        number,
        LegTag.pbx(CallRoute.FORWARD, Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Dials the customer for an agent who calls from a softphone.
  String dialOut(String number, AgentId agent, Optional<String> callerId) {
    return number(
        number,
        LegTag.customer(CallRoute.DIAL_OUT, Optional.of(agent), Optional.empty()),
        Optional.empty(),
        callerId,
        Optional.empty());
  }

  /// Dials the customer for a PBX.
  String customer(
      String number,
      Optional<AgentId> agent,
      Optional<Uui> uui,
      Optional<String> callerId,
      boolean refer) {
    return number(
        number,
        LegTag.customer(CallRoute.SIP_OUT, agent, uui),
        Optional.empty(),
        callerId,
        refer ? Optional.of(refer(Optional.empty(), uui)) : Optional.empty());
  }

  /// Dials a telephone to which a PBX transfers the customer.
  String transfer(String number, LegTag tag, Optional<String> callerId) {
    return number(number, tag, Optional.empty(), callerId, Optional.empty());
  }

  /// Dials a PBX.
  ///
  /// @param call the customer's call, if it is known
  /// @param tag contains the UUI for claims, and the agent whose telephone at the PBX is dialled
  /// @param header value of the `User-to-User` header
  /// @throws IllegalArgumentException if Twilio would reject the SIP URI
  String pbx(
      String user,
      String domain,
      LegTag tag,
      Optional<CallSid> call,
      Optional<String> header,
      boolean refer) {
    return Twiml.dial(
        new SipDial(
            user,
            domain,
            ended(Optional.empty()),
            status(tag),
            ringFor,
            header.map(h -> Map.of(UserToUser.HEADER, h)).orElse(Map.of()),
            refer ? Optional.of(refer(call, tag.uui())) : Optional.empty()));
  }

  private String number(
      String number,
      LegTag tag,
      Optional<Ring> ring,
      Optional<String> callerId,
      Optional<URI> referUrl) {
    return Twiml.dial(
        new NumberDial(number, ended(ring), status(tag), ringFor, callerId, referUrl));
  }

  private URI ended(Optional<Ring> ring) {
    return here.webhook(
        Voice.DIAL_ENDED + ring.map(r -> "?%s=%d".formatted(RING, r.number())).orElse(""));
  }

  private URI status(LegTag tag) {
    return here.webhook(Voice.CALL_STATUS + "?" + tag.query());
  }

  private URI refer(Optional<CallSid> call, Optional<Uui> uui) {
    return here.webhook(Voice.REFER + Transfer.query(call, uui));
  }
}
