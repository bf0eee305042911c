package dev.agentpay.compat;

import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;

/// Outbox work: removes a call that has left its agent from that agent's Sync map. If the call
/// comes back, the agent's client must hear of a new item.
record SyncCallLeft(AgentId agent, Uui uui, CallSid call, Instant at) implements Work {}
