package dev.agentpay.auth;

import dev.agentpay.events.AgentId;
import java.util.Optional;

/// Decides which sessions and calls a user may see and change. Agents see their own; supervisors
/// see all. Only its own agent may change a pay session.
public final class Permissions {
  private Permissions() {}

  /// Returns the agent whose data this user is restricted to; empty if there is no restriction.
  public static Optional<AgentId> restrictedTo(Caller user) {
    return user.isSupervisor() ? Optional.empty() : Optional.of(user.name());
  }

  /// Whether the user may see this agent's data.
  public static boolean mayView(Caller user, AgentId owner) {
    return user.isSupervisor() || owner.equals(user.name());
  }

  /// Whether the user may see a call of this owner. A call without an owner is visible to
  /// supervisors only.
  public static boolean mayView(Caller user, Optional<AgentId> owner) {
    return user.isSupervisor() || owner.equals(Optional.of(user.name()));
  }

  /// Whether the user may see a call that they look up by its UUI. Every agent may see unassigned
  /// calls here, because they can be claimed.
  public static boolean mayClaim(Caller user, Optional<AgentId> owner) {
    return user.isSupervisor() || mayClaim(user.name(), owner);
  }

  /// Whether the agent may claim a call of this owner.
  public static boolean mayClaim(AgentId agent, Optional<AgentId> owner) {
    return owner.map(agent::equals).orElse(true);
  }

  /// Whether the user may change a pay session of this agent.
  public static boolean mayChange(Caller user, AgentId owner) {
    return owner.equals(user.name());
  }
}
