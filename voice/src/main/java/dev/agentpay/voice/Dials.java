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

/// Writes the TwiML that dials somebody, with the addresses at which we are told how it goes.
///
/// @param here our own address as Twilio sees it
record Dials(PublicUrl here, Duration ringFor) {
  /// Which ringing of an agent a dial was, in the address that is asked when it is over.
  static final String RING = "ring";

  /// An agent's softphone.
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

  /// An agent's own telephone.
  String telephone(String number, Ring ring) {
    return number(
        number,
        LegTag.agent(CallRoute.FORWARD, ring.agent(), ring.number()),
        Optional.of(ring),
        Optional.empty(),
        Optional.empty());
  }

  /// A telephone of which we do not know whose it is.
  String telephone(String number) {
    return number(
        number,
        LegTag.pbx(CallRoute.FORWARD, Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The customer, for an agent who dials from a softphone.
  String dialOut(String number, AgentId agent, Optional<String> callerId) {
    return number(
        number,
        LegTag.customer(CallRoute.DIAL_OUT, Optional.of(agent), Optional.empty()),
        Optional.empty(),
        callerId,
        Optional.empty());
  }

  /// The customer, for a PBX.
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

  /// A telephone to which a PBX hands the customer over.
  String transfer(String number, LegTag tag, Optional<String> callerId) {
    return number(number, tag, Optional.empty(), callerId, Optional.empty());
  }

  /// A PBX.
  ///
  /// @param call the customer's, if it is known already
  /// @param tag under which UUI a claim finds it, and whose telephone it is
  /// @param header what the PBX gets to know the call by
  /// @throws IllegalArgumentException when Twilio would not dial it
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
