package dev.agentpay.calls;

import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CallSid;

/// Twilio is to be told that a caller who hears music asks at once what to do.
public record RecallCaller(CallSid call) implements Work {}
