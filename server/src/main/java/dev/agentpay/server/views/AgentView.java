package dev.agentpay.server.views;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentState;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// An agent, as the API shows them.
///
/// @param availability `ready`, `away` or `busy`
/// @param call the call that keeps them busy
public record AgentView(AgentId name, String availability, Optional<CallSid> call, long version) {

  public static AgentView of(Agent agent) {
    return new AgentView(agent.id(), availability(agent.state()), agent.call(), agent.version());
  }

  private static String availability(AgentState state) {
    return switch (state) {
      case AWAY -> "away";
      case READY -> "ready";
      case BUSY -> "busy";
    };
  }
}
