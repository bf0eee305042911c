package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Draft;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.SessionId;
import java.util.List;
import java.util.Optional;

/// Facts outside the aggregates at hand that a decision needs. Answers come from the store and do
/// not include the events that the decision has recorded so far.
interface Situation {
  /// Agents who can be given a call, longest idle first.
  List<Agent> readyAgents();

  /// Calls whose callers are on hold, oldest first.
  List<Call> waitingCalls();

  /// Calls of this agent that have not ended, newest first.
  List<Call> liveCallsOf(AgentId agent);

  /// Whether any caller is on hold.
  boolean isAnybodyWaiting();

  /// The open pay session on a call.
  Optional<SessionId> paymentOn(CallSid call);

  /// Adds the end of a call's payments to the decision.
  ///
  /// @param callStatus Twilio's final status of the call
  void endPayments(Draft draft, CallSid call, String callStatus);
}
