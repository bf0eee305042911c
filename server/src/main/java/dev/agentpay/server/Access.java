package dev.agentpay.server;

import dev.agentpay.server.UserOption.Role;

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

  boolean lets(Role role) {
    return switch (this) {
      case ANYONE, USERS -> true;
      case AGENTS -> role == Role.AGENT;
      case SUPERVISORS -> role == Role.SUPERVISOR;
    };
  }
}
