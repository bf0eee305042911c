package dev.agentpay.server.views;

import dev.agentpay.auth.KeyScope;
import dev.agentpay.auth.ServiceKeyEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Converts events of service keys to their API form, without the hashes of their secrets.
final class ServiceKeyEventViews {
  private record Created(String name, List<String> scopes, Optional<Instant> expiresAt)
      implements EventBody {}

  private record Rotated(Optional<Instant> oldSecretUntil) implements EventBody {}

  private ServiceKeyEventViews() {}

  static NamedView of(ServiceKeyEvent event) {
    return switch (event) {
      case ServiceKeyEvent.ServiceKeyCreated created ->
          new NamedView(
              "service-key-created",
              new Created(
                  created.name(),
                  created.scopes().stream().map(KeyScope::wire).toList(),
                  created.expiresAt()));
      case ServiceKeyEvent.ServiceKeyRotated rotated ->
          new NamedView("service-key-rotated", new Rotated(rotated.oldUntil()));
      case ServiceKeyEvent.OldSecretRevoked _ ->
          new NamedView("old-secret-revoked", new EmptyBody());
      case ServiceKeyEvent.ServiceKeyRevoked _ ->
          new NamedView("service-key-revoked", new EmptyBody());
      case ServiceKeyEvent.ServiceKeyUsed _ -> new NamedView("service-key-used", new EmptyBody());
    };
  }
}
