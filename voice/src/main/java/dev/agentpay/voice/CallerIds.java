package dev.agentpay.voice;

import java.util.List;
import java.util.Optional;

/// Which number a customer sees who is called. Twilio shows none but the account's own and verified
/// ones, and for a call that came in over SIP it does not choose by itself.
///
/// @param ours the account's and verified numbers as E.164, the usual one first
/// @see <a href="https://www.twilio.com/docs/voice/twiml/dial#callerid">Twilio: callerId</a>
public record CallerIds(List<String> ours) {
  public CallerIds {
    ours = List.copyOf(ours);
  }

  /// The route's own, else what the PBX says when that is one of ours, else our usual one. Where we
  /// know of none, what the PBX says: then it must be one of the account's.
  ///
  /// @param ofRoute what the configuration says for the route
  /// @param ofCaller what the caller says of themselves
  Optional<String> choose(Optional<String> ofRoute, Optional<String> ofCaller) {
    return ofRoute
        .or(() -> ofCaller.filter(ours::contains))
        .or(() -> ours.stream().findFirst())
        .or(() -> ofCaller);
  }
}
