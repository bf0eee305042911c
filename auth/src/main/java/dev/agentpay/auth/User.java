package dev.agentpay.auth;

import java.util.Optional;

/// A user who may sign in.
///
/// @param name the user name, see [dev.agentpay.events.AgentId]
/// @param secret the configured password
public record User(String name, Role role, Secret secret) {

  /// What a user may do.
  public enum Role {
    /// Takes calls and payments; sees their own.
    AGENT,
    /// Sees all calls and sessions, and records how an unconfirmed session ended.
    SUPERVISOR;

    /// The name in the API and in tokens, such as `agent`.
    public String wire() {
      return this == AGENT ? "agent" : "supervisor";
    }

    /// Returns the role with this name; empty if there is none.
    public static Optional<Role> ofWire(String name) {
      for (Role role : values()) {
        if (role.wire().equals(name)) {
          return Optional.of(role);
        }
      }
      return Optional.empty();
    }
  }

  /// A configured password.
  public sealed interface Secret {}

  /// An argon2id hash, `$argon2id$v=19$m=…,t=…,p=…$…$…`.
  public record Hash(String value) implements Secret {
    @Override
    public String toString() {
      return "Hash[…]";
    }
  }

  /// Clear text, hashed at start; for a demo.
  public record Clear(String password) implements Secret {
    @Override
    public String toString() {
      return "Clear[…]";
    }
  }
}
