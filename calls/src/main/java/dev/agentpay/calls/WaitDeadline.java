package dev.agentpay.calls;

import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CallSid;

/// A caller hears music: somebody may have become ready whom no event has brought to this call.
public record WaitDeadline(CallSid call) implements Work {}
