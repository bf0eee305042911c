package dev.agentpay.auth;

import dev.agentpay.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An event of a service key.
public sealed interface ServiceKeyEvent extends Event {
  /// A supervisor created the key.
  ///
  /// @param name for people: which back end has it
  /// @param hash of the secret
  /// @param expiresAt after that it is refused
  record ServiceKeyCreated(
      ServiceKeyId key,
      String name,
      List<KeyScope> scopes,
      String hash,
      Optional<Instant> expiresAt)
      implements ServiceKeyEvent {
    public ServiceKeyCreated {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
      return "ServiceKeyCreated[" + key + "]";
    }
  }

  /// A second secret is valid beside the first.
  ///
  /// @param hash of the new secret
  /// @param oldUntil when the old one is refused; empty: when it is revoked
  record ServiceKeyRotated(ServiceKeyId key, String hash, Optional<Instant> oldUntil)
      implements ServiceKeyEvent {
    @Override
    public String toString() {
      return "ServiceKeyRotated[" + key + "]";
    }
  }

  /// The old secret of a rotated key is refused from now on.
  record OldSecretRevoked(ServiceKeyId key) implements ServiceKeyEvent {}

  /// Every secret of the key is refused from now on, for ever.
  record ServiceKeyRevoked(ServiceKeyId key) implements ServiceKeyEvent {}

  /// The key was used for the first time on a day (UTC).
  record ServiceKeyUsed(ServiceKeyId key) implements ServiceKeyEvent {}
}
