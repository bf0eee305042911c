package dev.agentpay.auth;

import java.util.Optional;

/// One who may sign in.
///
/// @param name the agent's name, see [dev.agentpay.events.AgentId]
/// @param secret how the password is known
public record User(String name, Role role, Secret secret) {

  /// What a user may do.
  public enum Role {
    /// Takes calls and payments; sees their own.
    AGENT,
    /// Sees everybody's, and says how an unconfirmed session ended.
    SUPERVISOR;

    /// The name in the API and in tokens: `agent`.
    public String wire() {
      return this == AGENT ? "agent" : "supervisor";
    }

    /// The role of that name, if it is one.
    public static Optional<Role> ofWire(String name) {
      for (Role role : values()) {
        if (role.wire().equals(name)) {
          return Optional.of(role);
        }
      }
      return Optional.empty();
    }
  }

  /// How a password is known.
  public sealed interface Secret {}

  /// As its argon2id hash, `$argon2id$v=19$m=…,t=…,p=…$…$…`.
  public record Hash(String value) implements Secret {
    @Override
    public String toString() {
      return "Hash[…]";
    }
  }

  /// In the clear, hashed at start: for a demo.
  public record Clear(String password) implements Secret {
    @Override
    public String toString() {
      return "Clear[…]";
    }
  }
}
