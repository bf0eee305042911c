package dev.agentpay.auth;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;

/// The signed-in user who sent a request.
public record Caller(AgentId name, User.Role role) {
  public boolean isSupervisor() {
    return role == User.Role.SUPERVISOR;
  }

  /// This user as the author of an event.
  public Actor actor() {
    return new Actor(isSupervisor() ? Actor.Role.SUPERVISOR : Actor.Role.AGENT, name.value());
  }
}
