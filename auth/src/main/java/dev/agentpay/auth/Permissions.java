package dev.agentpay.auth;

import dev.agentpay.events.AgentId;
import java.util.Optional;

/// Which agents' sessions and calls a user may see and change. Agents see their own; supervisors
/// see everybody's. Only its own agent works on a pay session.
public final class Permissions {
  private Permissions() {}

  /// The agent whose data this user is restricted to; empty when there is no restriction.
  public static Optional<AgentId> restrictedTo(Caller user) {
    return user.isSupervisor() ? Optional.empty() : Optional.of(user.name());
  }

  /// Whether the user may see what belongs to this agent.
  public static boolean mayView(Caller user, AgentId owner) {
    return user.isSupervisor() || owner.equals(user.name());
  }

  /// Whether the user may see a call of this owner. A call without an owner is visible to
  /// supervisors only.
  public static boolean mayView(Caller user, Optional<AgentId> owner) {
    return user.isSupervisor() || owner.equals(Optional.of(user.name()));
  }

  /// Whether the user may see a call that was asked for by its UUI. Calls without an owner are
  /// visible to every agent here, since they can be claimed.
  public static boolean mayClaim(Caller user, Optional<AgentId> owner) {
    return user.isSupervisor() || mayClaim(user.name(), owner);
  }

  /// Whether the agent may claim a call of this owner.
  public static boolean mayClaim(AgentId agent, Optional<AgentId> owner) {
    return owner.map(agent::equals).orElse(true);
  }

  /// Whether the user may work on a pay session of this agent.
  public static boolean mayChange(Caller user, AgentId owner) {
    return owner.equals(user.name());
  }
}
