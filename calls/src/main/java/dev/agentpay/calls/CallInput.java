package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// What can happen to calls, agents and claims from outside: Twilio's webhooks, what people ask
/// for, and deadlines. Webhooks come repeated, late and in any order.
public sealed interface CallInput {
  /// A customer called, and the softphone of a ready agent is to be rung. Also when the music is
  /// over and the caller asks again.
  record CallerArrived(CallSid call, String from, String to, Queueing queueing)
      implements CallInput {}

  /// A customer called, and this agent's own telephone is to be rung.
  record CallForwarded(CallSid call, String from, String to, AgentId agent) implements CallInput {}

  /// A caller who heard music was told to ask, and asks.
  record RecalledCallerAsks(CallSid call, Queueing queueing) implements CallInput {}

  /// A caller has heard music for some time: is somebody ready?
  record WaitDeadlinePassed(CallSid call) implements CallInput {}

  /// An agent may be ready for somebody who waits.
  record LookForWaitingCallers() implements CallInput {}

  /// Versions before 0.2 could leave an agent busy with a call that was over, or ready during a
  /// call: the agent's stream is brought in line with the calls.
  record Realign(AgentId agent) implements CallInput {}

  /// A dial is over.
  ///
  /// @param ring which ringing it was; empty: the address did not say
  /// @param answered whether somebody answered it
  /// @param canceled whether the caller hung up before anybody answered
  /// @param why Twilio's status of the dial, such as `no-answer`
  record DialEnded(
      CallSid call,
      Optional<Long> ring,
      boolean answered,
      boolean canceled,
      String why,
      Queueing queueing)
      implements CallInput {}

  /// The agent's leg was answered.
  record AgentLegAnswered(CallSid call, AgentId agent, CallSid leg) implements CallInput {}

  /// The agent's leg is over: they did not answer, or hung up.
  ///
  /// @param ring with which ringing the leg was dialled; 0: none
  /// @param why Twilio's status of that leg: `no-answer`, `busy`, `completed`, …
  record AgentLegEnded(CallSid call, AgentId agent, long ring, CallSid leg, String why)
      implements CallInput {}

  /// A leg of a PBX, or of whomever it handed the customer to.
  ///
  /// @param uui under which the PBX knows the call
  /// @param agent whose telephone at the PBX it is
  /// @param answered whether somebody answered on it
  record PbxLeg(
      CallSid call, CallSid leg, Optional<Uui> uui, Optional<AgentId> agent, boolean answered)
      implements CallInput {}

  /// The customer's own leg where we, or a PBX, had it dialled, or where a PBX is dialled for it.
  /// Whatever is told first begins the call.
  ///
  /// @param arrived how it begins
  /// @param agent whose call it is from the beginning
  /// @param answered whether the customer talks to somebody
  /// @param over Twilio's last status of the leg, once it is over
  record CustomerLeg(
      CallEvent.CallArrived arrived, Optional<AgentId> agent, boolean answered, Optional<Over> over)
      implements CallInput {}

  /// The customer's leg is over.
  record CallOver(CallSid call, Over over) implements CallInput {}

  /// Nobody can take the call, or it is turned away: it is over unless it is over already.
  record TurnedAway(CallSid call) implements CallInput {}

  /// Twilio was asked about a call, and the customer talks to somebody on it. Begins a call that we
  /// did not know of.
  record CustomerFound(CallEvent.CallArrived arrived) implements CallInput {}

  /// An agent says that a call is theirs.
  record ClaimCall(CallSid call, AgentId agent) implements CallInput {}

  /// An agent says that the call under a UUI is theirs, now or as soon as there is one.
  record ClaimUui(Uui uui, AgentId agent) implements CallInput {}

  /// A claim under a UUI waits no longer.
  ///
  /// @param whose an agent's own claim only; empty: anybody's
  record WithdrawClaim(Uui uui, Optional<AgentId> whose) implements CallInput {}

  /// A supervisor gives a call to an agent.
  record AssignCall(CallSid call, AgentId agent) implements CallInput {}

  /// An agent takes calls from now on, or no longer.
  record SetAvailability(AgentId agent, boolean wantsCalls) implements CallInput {}

  /// How a leg ended.
  ///
  /// @param why Twilio's last status of it, such as `completed`
  record Over(String why, Optional<Integer> seconds) {}
}
