package dev.agentpay.twilio.twiml;

import dev.agentpay.twilio.Address;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Dials a phone number, for an outbound call of an agent or to ring an agent's own phone.
///
/// @param number as E.164, with its plus
/// @param action URL that is requested when the dial has ended
/// @param legStatus URL for status callbacks of the dialled leg: ringing, answered, completed
/// @param ringFor 5 s to 10 min, whole seconds; Twilio adds some seconds
/// @param callerId caller ID as E.164: a number of the account or a verified one. Without it Twilio
///   uses the caller's number. Required if the caller came in over SIP
/// @param referUrl URL that is requested when the calling PBX transfers the call by REFER
/// @throws IllegalArgumentException if a number is malformed
/// @see <a href="https://www.twilio.com/docs/voice/twiml/number">Twilio: Number</a>
public record NumberDial(
    String number,
    URI action,
    URI legStatus,
    Duration ringFor,
    Optional<String> callerId,
    Optional<URI> referUrl) {

  public NumberDial {
    SoftphoneDial.requireRing(ringFor);
    requireE164("number", number);
    callerId.ifPresent(id -> requireE164("callerId", id));
  }

  private static void requireE164(String what, String number) {
    if (!Address.isE164(number)) {
      throw new IllegalArgumentException(
          what + " must be a plus and up to 15 digits, such as +15550100; got " + number);
    }
  }
}
