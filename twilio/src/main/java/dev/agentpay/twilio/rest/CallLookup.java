package dev.agentpay.twilio.rest;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallProgress;
import java.util.Optional;

/// What Twilio says about a call when asked.
public sealed interface CallLookup {
  /// Twilio knows it.
  ///
  /// @param from as Twilio spells it: E.164, `sip:…` or `client:…`; empty when withheld
  /// @param parent the leg that dialled this one
  record Found(
      CallSid call, CallProgress progress, String from, String to, Optional<CallSid> parent)
      implements CallLookup {}

  /// The account has no such call. Asking again does not help.
  record Unknown() implements CallLookup {}

  /// Twilio could not be asked or did not answer; asking again later may help.
  record Unavailable(String why) implements CallLookup {}
}
