package dev.agentpay.compat;

import dev.agentpay.events.Work;

/// Outbox work: makes the agent of a Sync service ready or away, as their page is there or gone.
record PageChanged(String service) implements Work {}
