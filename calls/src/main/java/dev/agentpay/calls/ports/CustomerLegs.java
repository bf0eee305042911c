package dev.agentpay.calls.ports;

import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Finds the customer's leg of a call, given any of its legs. A softphone knows only its own leg,
/// and a PBX only the leg on which it was dialled, but payments attach to the customer's leg.
public interface CustomerLegs {
  /// Finds the customer's leg. Blocks; throws nothing.
  ///
  /// @param leg any leg of the call
  Answer of(CallSid leg);

  /// Result of the lookup.
  sealed interface Answer {
    /// The customer's leg was found.
    ///
    /// @param call the customer's leg: the given leg, or one related to it
    /// @param from as Twilio spells it: E.164, `sip:…` or `client:…`; empty when withheld
    /// @param inProgress whether the leg is in progress at Twilio; a payment requires it
    /// @param agentLeg the agent's leg, if the lookup came across it; empty proves nothing
    record Customer(
        CallSid call, String from, String to, boolean inProgress, Optional<CallSid> agentLeg)
        implements Answer {}

    /// The leg exists, but does not identify the customer's leg. A retry helps only once the call
    /// has further legs.
    ///
    /// @param why explains the reason and what to do, for the person who made the request
    record NoCustomer(String why) implements Answer {}

    /// No such leg exists. A retry does not help.
    record Unknown() implements Answer {}

    /// The lookup failed for now; try again later.
    record Unavailable(String why) implements Answer {}
  }
}
