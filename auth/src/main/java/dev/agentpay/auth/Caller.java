package dev.agentpay.auth;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;

/// The signed-in user who sent a request.
///
/// @param pins what the user's token is restricted to
public record Caller(AgentId name, User.Role role, Pins pins) {
  /// A user whose token is not pinned.
  public Caller(AgentId name, User.Role role) {
    this(name, role, Pins.NONE);
  }

  /// Whether the user's token is restricted to one call or payment.
  public boolean isPinned() {
    return pins.areSet();
  }

  public boolean isSupervisor() {
    return role == User.Role.SUPERVISOR;
  }

  /// This user as the author of an event.
  public Actor actor() {
    return new Actor(isSupervisor() ? Actor.Role.SUPERVISOR : Actor.Role.AGENT, name.value());
  }
}
