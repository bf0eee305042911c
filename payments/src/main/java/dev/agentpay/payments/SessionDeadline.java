package dev.agentpay.payments;

import dev.agentpay.events.Work;

/// The deadline of a pay session: whether it has passed is decided when it is due.
public record SessionDeadline() implements Work {}
