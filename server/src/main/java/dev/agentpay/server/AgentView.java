package dev.agentpay.server;

import dev.agentpay.core.Agent;
import dev.agentpay.core.AgentId;
import dev.agentpay.core.CallSid;
import java.util.Optional;

/// Somebody who takes calls as the API shows them.
///
/// @param availability `ready`, `away` or `busy`
/// @param call what keeps them busy
record AgentView(AgentId name, String availability, Optional<CallSid> call, long version) {

  static AgentView of(Agent agent) {
    return new AgentView(agent.id(), availability(agent), agent.call(), agent.version());
  }

  private static String availability(Agent agent) {
    if (agent.call().isPresent()) {
      return "busy";
    }
    return agent.wantsCalls() ? "ready" : "away";
  }
}
