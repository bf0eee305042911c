package dev.agentpay.calls;

import dev.agentpay.events.AgentId;

/// The agent to ring for a call.
///
/// @param number the number of the `AgentRung` event. The dialled leg carries it, so that a late
///   callback about an earlier ring of the same agent is not taken for this one
public record Ring(AgentId agent, long number) {}
