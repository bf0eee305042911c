package dev.agentpay.calls;

import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CallSid;

/// Deadline task of a caller on hold: look for a ready agent again, in case no event triggered it.
public record WaitDeadline(CallSid call) implements Work {}
