package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Event of a call.
public sealed interface CallEvent extends Event {
  /// A customer called us, or we dialled a customer.
  ///
  /// @param from as Twilio spells it: E.164, `sip:…` or `client:…`
  /// @param uui the id under which a PBX knows the call
  /// @param agentLeg the other party's leg, if it existed first
  record CallArrived(
      CallSid call,
      String from,
      String to,
      CallRoute route,
      Optional<Uui> uui,
      Optional<CallSid> agentLeg)
      implements CallEvent {}

  /// An agent's softphone or telephone rings for the call.
  record AgentRung(AgentId agent) implements CallEvent {}

  /// The agent did not answer.
  record AgentMissed(AgentId agent, String why) implements CallEvent {}

  /// No agent is ready: the caller is put on hold with music.
  record CallerWaits() implements CallEvent {}

  /// An agent is ready: Twilio is asked to redirect the waiting caller to our webhook at once.
  record CallerRecalled() implements CallEvent {}

  /// The agent answered on this leg and owns the call from now on.
  record AgentAnswered(AgentId agent, CallSid leg) implements CallEvent {}

  /// The customer talks to somebody who is not known yet: a PBX answered, or the customer whom a
  /// PBX dialled answered.
  ///
  /// @param leg the other party's leg
  record CallAnswered(Optional<CallSid> leg) implements CallEvent {}

  /// An agent claimed the call.
  record CallClaimed(AgentId agent) implements CallEvent {}

  /// A supervisor assigned the call to an agent.
  record CallAssigned(AgentId agent) implements CallEvent {}

  /// The agent's leg ended while the customer's continues. The agent still owns the call, but it no
  /// longer keeps them busy.
  record AgentHungUp(AgentId agent, CallSid leg) implements CallEvent {}

  /// The agent no longer owns the call: it was transferred or assigned to another agent.
  record CallLeft(AgentId agent) implements CallEvent {}

  /// The call has ended.
  ///
  /// @param why Twilio's final call status, such as `completed`
  record CallEnded(String why, Optional<Integer> seconds) implements CallEvent {}
}
