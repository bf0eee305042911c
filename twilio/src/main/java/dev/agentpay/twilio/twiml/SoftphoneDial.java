package dev.agentpay.twilio.twiml;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Rings an agent's softphone for a customer's call.
///
/// @param agent identity that the softphone has signed in with
/// @param call the customer's leg; passed to the softphone as the parameter `parentCallSid`,
///   because payments attach to that leg
/// @param action URL that the customer's call requests when the dial has ended
/// @param legStatus URL for status callbacks of the softphone's leg: ringing, answered, completed
/// @param ringFor 5 s to 10 min, whole seconds; Twilio adds some seconds
/// @param parameters further parameters for the softphone, at most [#MAX_PARAMETERS]
public record SoftphoneDial(
    AgentId agent,
    CallSid call,
    URI action,
    URI legStatus,
    Duration ringFor,
    Map<String, String> parameters) {

  /// The parameter with the customer's leg.
  public static final String PARENT_CALL = "parentCallSid";

  /// Most parameters; they are sent in one SIP message.
  public static final int MAX_PARAMETERS = 10;

  /// The shortest `timeout` that Twilio accepts for a Dial.
  public static final Duration MIN_RING = Duration.ofSeconds(5);

  /// The longest `timeout` that Twilio accepts for a Dial.
  public static final Duration MAX_RING = Duration.ofMinutes(10);

  public SoftphoneDial {
    parameters = Map.copyOf(parameters);
    requireRing(ringFor);
    if (parameters.size() > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "there must be at most %d parameters".formatted(MAX_PARAMETERS));
    }
    if (parameters.containsKey(PARENT_CALL)) {
      throw new IllegalArgumentException(
          PARENT_CALL + " is set by us and must not be among the parameters");
    }
  }

  static void requireRing(Duration ringFor) {
    if (ringFor.compareTo(MIN_RING) < 0 || ringFor.compareTo(MAX_RING) > 0) {
      throw new IllegalArgumentException(
          "ringFor must be between %d and %d seconds"
              .formatted(MIN_RING.toSeconds(), MAX_RING.toSeconds()));
    }
  }
}
