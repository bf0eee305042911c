package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// External input to calls, agents and claims: Twilio's webhooks, requests from people, and
/// deadlines. Webhooks may arrive repeatedly, late and in any order.
public sealed interface CallInput {
  /// A customer called, and a ready agent's softphone is to be rung. Also sent when the hold music
  /// has ended and the call requests instructions again.
  record CallerArrived(CallSid call, String from, String to, Queueing queueing)
      implements CallInput {}

  /// A customer called, and this agent's own telephone is to be rung.
  record CallForwarded(CallSid call, String from, String to, AgentId agent) implements CallInput {}

  /// A waiting caller was redirected to our webhook.
  record RecallWebhook(CallSid call, Queueing queueing) implements CallInput {}

  /// The wait deadline of a caller on hold has passed: look for a ready agent again.
  record WaitDeadlinePassed(CallSid call) implements CallInput {}

  /// An agent may be ready for a waiting caller.
  record LookForWaitingCallers() implements CallInput {}

  /// Corrects an agent's stream to match their calls. Versions before 0.2 could leave an agent busy
  /// after their call had ended, or ready during a call.
  record Realign(AgentId agent) implements CallInput {}

  /// A dial has ended.
  ///
  /// @param ring the number of the ring that has ended; empty if the callback URL did not contain
  ///   it
  /// @param answered whether the dial was answered
  /// @param canceled whether the caller hung up before an answer
  /// @param status Twilio's status of the dial, such as `no-answer`
  record DialEnded(
      CallSid call,
      Optional<Long> ring,
      boolean answered,
      boolean canceled,
      String status,
      Queueing queueing)
      implements CallInput {}

  /// The agent's leg was answered.
  record AgentLegAnswered(CallSid call, AgentId agent, CallSid leg) implements CallInput {}

  /// The agent's leg has ended: they did not answer, or they hung up.
  ///
  /// @param ring the number of the ring for which the leg was dialled; 0: none
  /// @param status Twilio's status of the leg: `no-answer`, `busy`, `completed`, …
  record AgentLegEnded(CallSid call, AgentId agent, long ring, CallSid leg, String status)
      implements CallInput {}

  /// Status of a leg to a PBX, or to a party to which the PBX transferred the customer.
  ///
  /// @param uui the id under which the PBX knows the call
  /// @param agent the agent claimant telephone at the PBX was dialled
  /// @param answered whether the leg was answered
  record PbxLeg(
      CallSid call, CallSid leg, Optional<Uui> uui, Optional<AgentId> agent, boolean answered)
      implements CallInput {}

  /// Status of the customer's own leg, where we or a PBX dialled it, or where a PBX is dialled for
  /// it. The first status received creates the call.
  ///
  /// @param arrived the event that creates the call
  /// @param agent the agent who owns the call from the start
  /// @param answered whether the customer talks to somebody
  /// @param end present once the leg has ended
  record CustomerLeg(
      CallEvent.CallArrived arrived,
      Optional<AgentId> agent,
      boolean answered,
      Optional<LegEnd> end)
      implements CallInput {}

  /// The customer's leg has ended.
  record CallOver(CallSid call, LegEnd end) implements CallInput {}

  /// No agent can take the call, or it is rejected. Ends the call unless it has ended already.
  record CallRejected(CallSid call) implements CallInput {}

  /// Twilio reports, on our request, that this call is in progress. Creates the call if it is
  /// unknown.
  record CustomerFound(CallEvent.CallArrived arrived) implements CallInput {}

  /// An agent claims a call.
  record ClaimCall(CallSid call, AgentId agent) implements CallInput {}

  /// An agent claims the call under a UUI, now or as soon as one exists.
  record ClaimUui(Uui uui, AgentId agent) implements CallInput {}

  /// Withdraws a waiting claim under a UUI.
  ///
  /// @param claimant withdraws only this agent's claim; empty: any agent's
  record WithdrawClaim(Uui uui, Optional<AgentId> claimant) implements CallInput {}

  /// A supervisor assigns a call to an agent.
  record AssignCall(CallSid call, AgentId agent) implements CallInput {}

  /// An agent starts or stops taking calls.
  record SetAvailability(AgentId agent, boolean wantsCalls) implements CallInput {}

  /// How a leg ended.
  ///
  /// @param status Twilio's final status of the leg, such as `completed`
  record LegEnd(String status, Optional<Integer> seconds) {}
}
