package dev.agentpay.server.views;

import dev.agentpay.calls.AgentEvent;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;

/// Converts events of agents to their API form.
final class AgentEventViews {
  private record OfAgent(AgentId agent) implements EventBody {}

  private record Busy(AgentId agent, CallSid call) implements EventBody {}

  private record Freed(CallSid call) implements EventBody {}

  private AgentEventViews() {}

  static NamedView of(AgentEvent event) {
    return switch (event) {
      case AgentEvent.AgentReady ready -> new NamedView("agent-ready", new OfAgent(ready.agent()));
      case AgentEvent.AgentAway away -> new NamedView("agent-away", new OfAgent(away.agent()));
      case AgentEvent.AgentBusy busy ->
          new NamedView("agent-busy", new Busy(busy.agent(), busy.call()));
      case AgentEvent.AgentFreed freed -> new NamedView("agent-freed", new Freed(freed.call()));
    };
  }
}
