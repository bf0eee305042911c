package dev.agentpay.core;

import java.util.Optional;

/// A durable fact about a call.
public sealed interface CallEvent extends Event {
  /// A customer's call reached us.
  ///
  /// @param from as Twilio spells it: E.164, `sip:…` or `client:…`
  record CallArrived(CallSid call, String from, String to) implements CallEvent {}

  /// An agent's softphone is being rung for it.
  record AgentRung(AgentId agent) implements CallEvent {}

  /// The agent did not take it.
  record AgentMissed(AgentId agent, String why) implements CallEvent {}

  /// The agent took it, on this leg, and owns the call from now on.
  record AgentAnswered(AgentId agent, CallSid leg) implements CallEvent {}

  /// An agent said that this call is theirs.
  record CallClaimed(AgentId agent) implements CallEvent {}

  /// The call is over.
  ///
  /// @param why Twilio's last call status, such as `completed`
  record CallEnded(String why, Optional<Integer> seconds) implements CallEvent {}
}
