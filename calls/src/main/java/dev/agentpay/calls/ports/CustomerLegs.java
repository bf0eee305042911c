package dev.agentpay.calls.ports;

import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Where it is asked which leg of a call is the customer's, when all that is known is some leg of
/// it: a softphone knows its own, a PBX the one that it was dialled on. Payments attach to the
/// customer's leg and to no other.
public interface CustomerLegs {
  /// Finds it. Blocks; throws nothing.
  ///
  /// @param leg any leg of the call
  Answer of(CallSid leg);

  /// What is known about the customer's leg.
  sealed interface Answer {
    /// It was found.
    ///
    /// @param call the customer's leg; the one that was asked about, or a relative of it
    /// @param from as Twilio spells it: E.164, `sip:…` or `client:…`; empty when withheld
    /// @param inProgress whether somebody is on the line: only then can a payment be taken
    /// @param agentLeg the agent's end, when it was met on the way; absence means nothing
    record Customer(
        CallSid call, String from, String to, boolean inProgress, Optional<CallSid> agentLeg)
        implements Answer {}

    /// The leg exists, but which one is the customer's does not follow from it. Asking again helps
    /// only once the call has other legs.
    ///
    /// @param why and what to do, for the person who asked
    record NoCustomer(String why) implements Answer {}

    /// There is no such leg. Asking again does not help.
    record Unknown() implements Answer {}

    /// Nobody can tell at the moment; ask again later.
    record Unavailable(String why) implements Answer {}
  }
}
