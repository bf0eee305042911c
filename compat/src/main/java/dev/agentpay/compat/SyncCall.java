package dev.agentpay.compat;

import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;

/// Outbox work: writes a call to Sync under its UUI, so that the existing client of the call's
/// agent can find it.
record SyncCall(AgentId agent, Uui uui, CallSid call, Instant at) implements Work {}
