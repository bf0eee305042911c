package dev.agentpay.payments;

import dev.agentpay.events.Work;

/// The deadline of a pay session. When it is due, the decider checks whether it still applies.
public record SessionDeadline() implements Work {}
