package dev.agentpay.server;

import dev.agentpay.server.UserOption.Role;

/// Who gets past a route's door.
enum Access {
  /// Everybody, without a token.
  ANYONE,
  /// Every user.
  USERS,
  AGENTS,
  SUPERVISORS;

  boolean lets(Role role) {
    return switch (this) {
      case ANYONE, USERS -> true;
      case AGENTS -> role == Role.AGENT;
      case SUPERVISORS -> role == Role.SUPERVISOR;
    };
  }
}
