package dev.agentpay.twilio.twiml;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Rings an agent's softphone for a customer's call.
///
/// @param agent whose softphone, by the identity it signed in with
/// @param call the customer's leg: the softphone gets it as the parameter `parentCallSid`, since a
///   payment attaches to that leg
/// @param action what the customer's call asks when the dial is over
/// @param legStatus where the softphone's leg reports that it rings, is answered and ends
/// @param ringFor 5 s to 10 min, whole seconds; Twilio adds some seconds
/// @param parameters what else the softphone is told, at most [#MAX_PARAMETERS]
public record SoftphoneDial(
    AgentId agent,
    CallSid call,
    URI action,
    URI legStatus,
    Duration ringFor,
    Map<String, String> parameters) {

  /// The parameter that tells the softphone the customer's leg.
  public static final String PARENT_CALL = "parentCallSid";

  /// Most parameters: they travel in one SIP message.
  public static final int MAX_PARAMETERS = 10;

  /// The shortest `timeout` that Twilio takes for a Dial.
  public static final Duration MIN_RING = Duration.ofSeconds(5);

  /// The longest `timeout` that Twilio takes for a Dial.
  public static final Duration MAX_RING = Duration.ofMinutes(10);

  public SoftphoneDial {
    parameters = Map.copyOf(parameters);
    requireRing(ringFor);
    if (parameters.size() > MAX_PARAMETERS) {
      throw new IllegalArgumentException("at most %d parameters".formatted(MAX_PARAMETERS));
    }
    if (parameters.containsKey(PARENT_CALL)) {
      throw new IllegalArgumentException(PARENT_CALL + " is not for others to set");
    }
  }

  static void requireRing(Duration ringFor) {
    if (ringFor.compareTo(MIN_RING) < 0 || ringFor.compareTo(MAX_RING) > 0) {
      throw new IllegalArgumentException(
          "ringFor is %d to %d seconds".formatted(MIN_RING.toSeconds(), MAX_RING.toSeconds()));
    }
  }
}
