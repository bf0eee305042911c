package dev.agentpay.calls;

import dev.agentpay.events.Task;
import dev.agentpay.events.Work;
import java.time.Instant;

/// Task: an agent may be ready for a waiting caller. One such task serves all callers.
public record LookForCallers() implements Work {
  private static final String QUEUE = "calls/waiting";

  static Task task(Instant at) {
    return Task.of(QUEUE, 1, new LookForCallers(), at);
  }
}
