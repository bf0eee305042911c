package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CallSid;

/// A durable fact about an agent.
public sealed interface AgentEvent extends Event {
  /// The agent takes calls.
  record AgentReady(AgentId agent) implements AgentEvent {}

  /// The agent takes no calls.
  record AgentAway(AgentId agent) implements AgentEvent {}

  /// The agent has, or is being rung for, this call; perhaps besides others.
  record AgentBusy(AgentId agent, CallSid call) implements AgentEvent {}

  /// That call no longer keeps the agent.
  record AgentFreed(CallSid call) implements AgentEvent {}
}
