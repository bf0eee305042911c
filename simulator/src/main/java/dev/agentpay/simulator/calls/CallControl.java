package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.wire.ClientIdentity;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.WorldContext;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The actions of people on their telephones: dial, answer, reject, refer, hang up. An action that
/// is not possible throws [ControlRefused] and changes nothing.
public final class CallControl {
  /// Twilio's limit for a Refer-To header in characters, including the angle brackets.
  static final int LONGEST_REFER_TO = 256;

  /// Maximum number of parameters that a softphone may pass.
  private static final int MOST_PARAMETERS = 100;

  private static final Pattern REFER_TARGET =
      Pattern.compile("(?:sips?|tel):[^<>\\s]+", Pattern.CASE_INSENSITIVE);

  private final Calls calls;
  private final Directory directory;
  private final WorldContext context;

  public CallControl(Calls calls, Directory directory, WorldContext context) {
    this.calls = calls;
    this.directory = directory;
    this.context = context;
  }

  public Leg leg(String callSid) {
    return calls
        .find(callSid)
        .orElseThrow(
            () ->
                new ControlRefused(
                    404,
                    "unknown-call",
                    "there is no call " + callSid + "; GET /simulator/calls lists all calls"));
  }

  public Leg dialIn(String from, String to, Map<String, String> sipHeaders) {
    if (from.isBlank() || from.length() > Directory.LONGEST_ADDRESS) {
      throw new ControlRefused(
          400, "bad-from", "from must be the caller's address, such as +15550123");
    }
    final IncomingCall incoming =
        directory.incoming(from, to, sipHeaders, () -> context.uuid().toString());
    return calls.dialIn(from, incoming);
  }

  public Leg softphoneDials(String identity, String to, Map<String, String> parameters) {
    if (to.isBlank() || to.length() > Directory.LONGEST_ADDRESS) {
      throw new ControlRefused(400, "bad-to", "to must be the address to dial, such as +15550123");
    }
    if (!ClientIdentity.isValid(identity)) {
      throw new ControlRefused(
          400, "bad-identity", "the identity of the softphone must be " + ClientIdentity.EXPECTED);
    }
    if (parameters.size() > MOST_PARAMETERS) {
      throw new ControlRefused(
          400, "bad-parameters", "a softphone can pass at most " + MOST_PARAMETERS + " parameters");
    }
    return calls.dialIn("client:" + identity, directory.outgoing(to, parameters));
  }

  public Leg answer(String callSid) {
    final Leg leg = ringingParty(callSid);
    calls.answer(leg);
    return leg;
  }

  public Leg reject(String callSid) {
    final Leg leg = ringingParty(callSid);
    calls.end(leg, Leg.Status.BUSY);
    return leg;
  }

  public Leg hangUp(String callSid) {
    final Leg leg = leg(callSid);
    if (leg.status().ended()) {
      throw new ControlRefused(
          409, "call-ended", "call " + callSid + " is already " + leg.status().wire());
    }
    calls.end(leg, leg.isInbound() ? Leg.Status.CANCELED : Leg.Status.BUSY);
    return leg;
  }

  public Leg refer(String callSid, String target, Map<String, String> sipHeaders) {
    final Leg leg = leg(callSid);
    if (!REFER_TARGET.matcher(target).matches() || target.length() > LONGEST_REFER_TO - 2) {
      throw new ControlRefused(
          400,
          "bad-refer-target",
          "to must be an address such as sip:+15550123@host or tel:+15550123 with at most "
              + (LONGEST_REFER_TO - 2)
              + " characters");
    }
    if (leg.kind() != Leg.Kind.SIP) {
      throw new ControlRefused(
          409,
          "not-a-sip-party",
          "only a SIP party can send a REFER, and leg "
              + callSid
              + " is of kind "
              + leg.kind().name().toLowerCase(Locale.ROOT));
    }
    calls.refer(leg, target, SipHeaders.parameters(sipHeaders));
    return leg;
  }

  private Leg ringingParty(String callSid) {
    final Leg leg = leg(callSid);
    boolean rings = leg.status().compareTo(Leg.Status.IN_PROGRESS) < 0;
    if (!rings || leg.isInbound()) {
      throw new ControlRefused(
          409,
          "call-not-ringing",
          "call "
              + callSid
              + " is "
              + leg.direction()
              + " and "
              + leg.status().wire()
              + ": only a dialled party that rings can answer or reject");
    }
    return leg;
  }
}
