package dev.agentpay.auth;

import dev.agentpay.auth.User.Role;

/// Who gets past a route's door.
public enum Access {
  /// Everybody, without a token.
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
