package dev.agentpay.auth;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// A key with which the back end of an integrator calls the API, derived from its events.
///
/// @param name for people: which back end has it
/// @param hash of its newest secret
/// @param old the secret before, if it may still be valid
/// @param lastUsed the start of the day (UTC) on which it was last used
public record ServiceKey(
    ServiceKeyId id,
    long version,
    String name,
    List<KeyScope> scopes,
    String hash,
    Optional<OldSecret> old,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsed,
    boolean revoked)
    implements Aggregate {

  /// The secret before the newest one.
  ///
  /// @param until when it is refused; empty: when it is revoked
  public record OldSecret(String hash, Optional<Instant> until) {
    @Override
    public String toString() {
      return "OldSecret[until=" + until + "]";
    }
  }

  public ServiceKey {
    scopes = List.copyOf(scopes);
  }

  @Override
  public StreamId stream() {
    return AuthSchema.SERVICE_KEY.stream(id.value());
  }

  @Override
  public Optional<AgentId> owner() {
    return Optional.empty(); // only supervisors see keys
  }

  /// Whether requests with it are answered at this time.
  public boolean isValid(Instant now) {
    return !revoked && expiresAt.map(now::isBefore).orElse(true);
  }

  /// Returns the old secret if it is valid at this time.
  public Optional<OldSecret> oldSecret(Instant now) {
    return old.filter(secret -> secret.until().map(now::isBefore).orElse(true));
  }

  /// Whether this is one of its valid secrets at this time.
  boolean accepts(KeySecret secret, Instant now) {
    return isValid(now)
        && (secret.hasHash(hash)
            || oldSecret(now).filter(before -> secret.hasHash(before.hash())).isPresent());
  }

  static Instant dayOf(Instant at) {
    return at.truncatedTo(ChronoUnit.DAYS);
  }

  static ServiceKey evolve(Optional<ServiceKey> before, EventEnvelope event) {
    event.requireNextAfter(before.map(ServiceKey::version).orElse(0L));
    if (event.event() instanceof ServiceKeyEvent.ServiceKeyCreated created) {
      return new ServiceKey(
          created.key(),
          event.number(),
          created.name(),
          created.scopes(),
          created.hash(),
          Optional.empty(),
          event.at(),
          created.expiresAt(),
          Optional.empty(),
          false);
    }
    return before.orElseThrow(() -> new IllegalStateException("a key begins once")).next(event);
  }

  private ServiceKey next(EventEnvelope event) {
    final long number = event.number();
    return switch ((ServiceKeyEvent) event.event()) {
      case ServiceKeyEvent.ServiceKeyCreated _ ->
          throw new IllegalStateException("a key is created once");
      case ServiceKeyEvent.ServiceKeyRotated rotated ->
          with(
              number,
              rotated.hash(),
              Optional.of(new OldSecret(hash, rotated.oldUntil())),
              lastUsed,
              revoked);
      case ServiceKeyEvent.OldSecretRevoked _ ->
          with(number, hash, Optional.empty(), lastUsed, revoked);
      case ServiceKeyEvent.ServiceKeyRevoked _ ->
          with(number, hash, Optional.empty(), lastUsed, true);
      case ServiceKeyEvent.ServiceKeyUsed _ ->
          with(number, hash, old, Optional.of(dayOf(event.at())), revoked);
    };
  }

  private ServiceKey with(
      long number,
      String newest,
      Optional<OldSecret> before,
      Optional<Instant> used,
      boolean isRevoked) {
    return new ServiceKey(
        id, number, name, scopes, newest, before, createdAt, expiresAt, used, isRevoked);
  }

  @Override
  public String toString() {
    return "ServiceKey[" + id + ", " + name + "]";
  }
}
