package dev.agentpay.auth;

import dev.agentpay.auth.User.Role;

/// Who may use a route.
public enum Access {
  /// Anyone, without a token.
  ANYONE,
  /// Every user.
  USERS,
  /// Every agent.
  AGENTS,
  /// Every supervisor.
  SUPERVISORS;

  public boolean lets(Role role) {
    return switch (this) {
      case ANYONE, USERS -> true;
      case AGENTS -> role == Role.AGENT;
      case SUPERVISORS -> role == Role.SUPERVISOR;
    };
  }
}
