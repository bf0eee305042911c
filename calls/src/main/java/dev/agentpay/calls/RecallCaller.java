package dev.agentpay.calls;

import dev.agentpay.events.Work;
import dev.agentpay.payments.values.CallSid;

/// Task: ask Twilio to redirect a waiting caller to our webhook.
public record RecallCaller(CallSid call) implements Work {}
