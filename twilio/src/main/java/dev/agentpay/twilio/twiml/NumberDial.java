package dev.agentpay.twilio.twiml;

import dev.agentpay.twilio.Address;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Calls a phone number for a call that an agent makes, or for an agent's own phone.
///
/// @param number as E.164, with its plus
/// @param action what the call asks when the dial is over
/// @param legStatus where the dialled leg reports that it rings, is answered and ends
/// @param ringFor 5 s to 10 min, whole seconds; Twilio adds some seconds
/// @param callerId the number that is shown, as E.164: one of the account's or a verified one.
///   Without it Twilio shows the caller's; it has to be there when the caller came in over SIP
/// @param referUrl what is asked when the calling PBX hands the call over by REFER
/// @throws IllegalArgumentException on a number that is none
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
          what + " is a plus and up to 15 digits: +15550100, not " + number);
    }
  }
}
