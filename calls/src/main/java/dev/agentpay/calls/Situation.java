package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Draft;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.SessionId;
import java.util.List;
import java.util.Optional;

/// What a decision about calls has to know of the rest of the contact centre. Each answer is as the
/// store has it, without the events that the decision has recorded so far.
interface Situation {
  /// Agents who can be given a call, longest idle first.
  List<Agent> readyAgents();

  /// Calls whose callers hear music, the longest first.
  List<Call> waitingCalls();

  /// Calls that have not ended and are this agent's, newest first.
  List<Call> liveCallsOf(AgentId agent);

  /// Whether any caller hears music.
  boolean isAnybodyWaiting();

  /// The pay session that is open on a call.
  Optional<SessionId> paymentOn(CallSid call);

  /// Adds to the decision what the end of a call does to the payments on it.
  void endPayments(Draft draft, CallSid call, String why);
}
