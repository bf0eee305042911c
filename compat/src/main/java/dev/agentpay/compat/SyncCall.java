package dev.agentpay.compat;

import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;

/// A call is an agent's now, and the agent's existing client is to find it in Sync by its UUI.
record SyncCall(AgentId agent, Uui uui, CallSid call, Instant at) implements Work {}
