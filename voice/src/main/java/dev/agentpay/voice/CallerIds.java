package dev.agentpay.voice;

import java.util.List;
import java.util.Optional;

/// Chooses the caller ID of an outbound call. Twilio accepts only the account's own and verified
/// numbers, and chooses none by itself for a call that came in over SIP.
///
/// @param ours the account's own and verified numbers in E.164 form; the first is the default
/// @see <a href="https://www.twilio.com/docs/voice/twiml/dial#callerid">Twilio: callerId</a>
public record CallerIds(List<String> ours) {
  public CallerIds {
    ours = List.copyOf(ours);
  }

  /// Returns the route's caller ID; or else the caller's number, if it is one of ours; or else our
  /// default. If we have no numbers, returns the caller's number; Twilio then accepts it only if it
  /// belongs to the account.
  ///
  /// @param ofRoute the caller ID configured for the route
  /// @param ofCaller the number from which the caller calls
  Optional<String> choose(Optional<String> ofRoute, Optional<String> ofCaller) {
    return ofRoute
        .or(() -> ofCaller.filter(ours::contains))
        .or(() -> ours.stream().findFirst())
        .or(() -> ofCaller);
  }
}
