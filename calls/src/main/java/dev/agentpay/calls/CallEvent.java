package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// A durable fact about a call.
public sealed interface CallEvent extends Event {
  /// A customer's call reached us, or was dialled by us.
  ///
  /// @param from as Twilio spells it: E.164, `sip:…` or `client:…`
  /// @param uui the id under which a PBX knows it
  /// @param agentLeg the other party's leg, where that was first
  record CallArrived(
      CallSid call,
      String from,
      String to,
      CallRoute route,
      Optional<Uui> uui,
      Optional<CallSid> agentLeg)
      implements CallEvent {}

  /// An agent's softphone or telephone is being rung for it.
  record AgentRung(AgentId agent) implements CallEvent {}

  /// The agent did not take it.
  record AgentMissed(AgentId agent, String why) implements CallEvent {}

  /// Nobody is ready: the caller hears music.
  record CallerWaits() implements CallEvent {}

  /// Somebody is ready: Twilio is told to have the caller who waits ask at once.
  record CallerRecalled() implements CallEvent {}

  /// The agent took it, on this leg, and owns the call from now on.
  record AgentAnswered(AgentId agent, CallSid leg) implements CallEvent {}

  /// The customer talks to somebody whom we do not know yet: a PBX answered, or the customer whom
  /// it dialled.
  ///
  /// @param leg the other party's
  record CallAnswered(Optional<CallSid> leg) implements CallEvent {}

  /// An agent said that this call is theirs.
  record CallClaimed(AgentId agent) implements CallEvent {}

  /// A supervisor gave the call to an agent.
  record CallAssigned(AgentId agent) implements CallEvent {}

  /// The agent's leg is over while the customer's goes on: the call no longer keeps the agent, who
  /// still owns it.
  record AgentHungUp(AgentId agent, CallSid leg) implements CallEvent {}

  /// The call is no longer this agent's: it was transferred, or given to another.
  record CallLeft(AgentId agent) implements CallEvent {}

  /// The call is over.
  ///
  /// @param why Twilio's last call status, such as `completed`
  record CallEnded(String why, Optional<Integer> seconds) implements CallEvent {}
}
