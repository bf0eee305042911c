package dev.agentpay.core;

import java.util.Optional;

/// Where it is asked which call of a customer a leg belongs to. A payment attaches to the
/// customer's leg and to no other, whichever leg somebody names. Blocks; throws nothing.
public interface CustomerLegs {
  /// The customer's call behind this leg, which may be that call itself.
  Answer of(CallSid leg);

  /// What is known of a leg.
  sealed interface Answer {}

  /// The customer's call.
  ///
  /// @param from as Twilio spells it: E.164, `sip:…` or `client:…`; empty when withheld
  /// @param inProgress whether the customer talks to somebody now
  /// @param agentLeg the leg that was named, when it was the other party's
  record Customer(
      CallSid call, String from, String to, boolean inProgress, Optional<CallSid> agentLeg)
      implements Answer {}

  /// The leg exists, and no customer's leg is found by it.
  ///
  /// @param why in words for a person, with what to do
  record NoCustomer(String why) implements Answer {}

  /// The account has no such call. Asking again does not help.
  record Unknown() implements Answer {}

  /// Nobody could be asked; asking again later may help.
  record Unavailable(String why) implements Answer {}
}
