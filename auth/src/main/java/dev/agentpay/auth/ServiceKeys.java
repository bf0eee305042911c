package dev.agentpay.auth;

import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.Query.Position;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Creates, rotates, revokes and checks the keys of integrators' back ends. A key is a stream of
/// events in the store. Every check reads the store, so a revoked key is refused at once by every
/// server that shares it.
public final class ServiceKeys {
  /// Most keys, revoked ones included: a list must show all of them.
  public static final int MAX_KEYS = EventStore.MAX_ROWS;

  /// Longest name: it is a line of a list.
  public static final int MAX_NAME = 64;

  /// Longest life of a key that has an end, and of an old secret: a year of grace is no rotation.
  public static final Duration MAX_DURATION = Duration.ofDays(366);

  /// How often a change is decided again because another writer was first. Keys change rarely.
  private static final int ATTEMPTS = 10;

  private final EventStore store;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /// A key and its text, which is shown once.
  public record Issued(ServiceKey key, String text) {
    @Override
    public String toString() {
      return "Issued[" + key + "]";
    }
  }

  /// A change is not possible in the state of the key. The message says why.
  public static final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotNowException(String message) {
      super(message);
    }
  }

  public ServiceKeys(EventStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Returns all keys, newest first, without damaged ones.
  public List<ServiceKey> all() {
    return store.findReadable(AuthSchema.SERVICE_KEY, Query.ALL);
  }

  /// Like [#all], page by page.
  ///
  /// @param after empty for the first page
  /// @param limit 1 to [EventStore#MAX_ROWS]
  public Page<ServiceKey> page(Optional<Position> after, int limit) {
    return store.page(AuthSchema.SERVICE_KEY, Query.ALL.after(after).atMost(limit));
  }

  /// Creates a key.
  ///
  /// @throws NotNowException if there are too many
  public Issued create(String name, List<KeyScope> scopes, Optional<Duration> life, Origin origin) {
    if (store.findReadable(AuthSchema.SERVICE_KEY, Query.ALL).size() >= MAX_KEYS) {
      throw new NotNowException("there are %s keys already, the most possible".formatted(MAX_KEYS));
    }
    final KeySecret secret = KeySecret.create(random);
    final ServiceKeyEvent event =
        new ServiceKeyEvent.ServiceKeyCreated(
            secret.id(), name, scopes, secret.hash(), life.map(clock.instant()::plus));
    return append(secret.id(), Optional.empty(), event, origin)
        .map(key -> new Issued(key, secret.text()))
        .orElseThrow(() -> new NotNowException("the new id is taken; try again"));
  }

  /// Adds a secret. The one before stays valid until it is revoked, or for this time.
  ///
  /// @return empty if there is no such key
  /// @throws NotNowException if the key is not valid, or has an old secret already
  public Optional<Issued> rotate(ServiceKeyId id, Optional<Duration> oldFor, Origin origin) {
    final KeySecret secret = KeySecret.create(id, random);
    return change(
            id,
            key -> {
              final Instant now = clock.instant();
              if (!key.isValid(now)) {
                throw new NotNowException("the key is revoked or has expired; create another");
              }
              if (key.oldSecret(now).isPresent()) {
                throw new NotNowException(
                    "the key has two valid secrets already; revoke the old one first");
              }
              return Optional.of(
                  new ServiceKeyEvent.ServiceKeyRotated(id, secret.hash(), oldFor.map(now::plus)));
            },
            origin)
        .map(key -> new Issued(key, secret.text()));
  }

  /// Revokes the secret before the last rotation. Does nothing if there is none.
  ///
  /// @return empty if there is no such key
  public Optional<ServiceKey> revokeOld(ServiceKeyId id, Origin origin) {
    return change(id, key -> key.old().map(_ -> new ServiceKeyEvent.OldSecretRevoked(id)), origin);
  }

  /// Revokes the key for ever. Does nothing if it is revoked.
  ///
  /// @return empty if there is no such key
  public Optional<ServiceKey> revoke(ServiceKeyId id, Origin origin) {
    return change(
        id,
        key ->
            key.revoked()
                ? Optional.empty()
                : Optional.of(new ServiceKeyEvent.ServiceKeyRevoked(id)),
        origin);
  }

  /// Checks a key, and notes the day on which it is used.
  ///
  /// @param text such as `apk_<id>_<secret>`
  /// @return empty if there is no such key, its secret is wrong, or it is not valid any more
  public Optional<ServiceKey> check(String text, Function<ServiceKey, Origin> origin) {
    final Optional<KeySecret> secret = KeySecret.parse(text);
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    final ServiceKeyId id = secret.get().id();
    return store
        .load(AuthSchema.SERVICE_KEY, id.value())
        .filter(key -> key.accepts(secret.get(), clock.instant()))
        .map(key -> noted(key, origin.apply(key)))
        .filter(key -> key.accepts(secret.get(), clock.instant()));
  }

  private ServiceKey noted(ServiceKey used, Origin origin) {
    final Instant today = ServiceKey.dayOf(clock.instant());
    if (used.lastUsed().filter(day -> !day.isBefore(today)).isPresent()) {
      return used;
    }
    return change(
            used.id(),
            key ->
                key.lastUsed().filter(day -> !day.isBefore(today)).isPresent() || key.revoked()
                    ? Optional.empty()
                    : Optional.of(new ServiceKeyEvent.ServiceKeyUsed(key.id())),
            origin)
        .orElse(used);
  }

  /// @param decide returns the event to append; empty if nothing changes
  private Optional<ServiceKey> change(
      ServiceKeyId id,
      Function<ServiceKey, Optional<? extends ServiceKeyEvent>> decide,
      Origin origin) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      final Optional<ServiceKey> before = store.load(AuthSchema.SERVICE_KEY, id.value());
      final Optional<? extends ServiceKeyEvent> event = before.flatMap(decide);
      if (event.isEmpty()) {
        return before;
      }
      final Optional<ServiceKey> after = append(id, before, event.get(), origin);
      if (after.isPresent()) {
        return after;
      }
    }
    throw new NotNowException("the key changes too often; try again");
  }

  /// Returns the new state; empty if another writer was first.
  private Optional<ServiceKey> append(
      ServiceKeyId id, Optional<ServiceKey> before, ServiceKeyEvent event, Origin origin) {
    final long version = before.map(ServiceKey::version).orElse(0L);
    final EventEnvelope recorded =
        new EventEnvelope(
            AuthSchema.SERVICE_KEY.stream(id.value()),
            version + 1,
            clock.instant(),
            origin,
            Optional.empty(),
            event);
    final ServiceKey after = ServiceKey.evolve(before, recorded);
    return switch (store.append(Append.of(version, List.of(recorded), after))) {
      case EventStore.Appended _ -> Optional.of(after);
      case EventStore.LostRace _ -> Optional.empty();
      case EventStore.Held _, EventStore.LeaseLost _, EventStore.RequestSeen _ ->
          throw new IllegalStateException(
              "a change of a service key must have no name, task or request key");
    };
  }
}
