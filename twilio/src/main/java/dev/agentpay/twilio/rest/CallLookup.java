package dev.agentpay.twilio.rest;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallProgress;
import java.util.Optional;

/// The result of looking up a call at Twilio.
public sealed interface CallLookup {
  /// The call exists.
  ///
  /// @param from in Twilio's format: E.164, `sip:…` or `client:…`; empty if withheld
  /// @param parent the leg that dialled this one
  record Found(
      CallSid call, CallProgress progress, String from, String to, Optional<CallSid> parent)
      implements CallLookup {}

  /// The account has no such call. A retry does not help.
  record Unknown() implements CallLookup {}

  /// Twilio was not reached or did not answer. A retry may help.
  record Unavailable(String why) implements CallLookup {}
}
