package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CallSid;

/// Event of an agent.
public sealed interface AgentEvent extends Event {
  /// The agent takes calls.
  record AgentReady(AgentId agent) implements AgentEvent {}

  /// The agent takes no calls.
  record AgentAway(AgentId agent) implements AgentEvent {}

  /// This call keeps the agent busy: it rings for them, or they own it. Other calls may keep them
  /// busy as well.
  record AgentBusy(AgentId agent, CallSid call) implements AgentEvent {}

  /// This call no longer keeps the agent busy.
  record AgentFreed(CallSid call) implements AgentEvent {}
}
