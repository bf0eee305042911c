package dev.agentpay.calls;

import dev.agentpay.events.AgentId;

/// Whom to ring for a call.
///
/// @param number of the event that says so: it travels with the ringing leg, so that what is told
///   about an earlier leg of the same agent is not taken for this one
public record Ring(AgentId agent, long number) {}
