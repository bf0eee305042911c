package dev.agentpay.auth;

import dev.agentpay.auth.SignInEvent.Reason;
import dev.agentpay.events.Append;
import dev.agentpay.events.BoundedMap;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Origin;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Knows which sign-ins have ended before their token expires. The end is an event in the store, so
/// it survives a restart. A node loads it when it first sees a token; later ends arrive by the
/// feed. What is remembered here is only a cache.
public final class SignIns implements Feed.Reader {
  /// Most sign-ins that are remembered, about 10 MB. One that is forgotten is loaded again.
  static final int MAX_REMEMBERED = 50_000;

  private final EventStore store;
  private final InstantSource clock;
  private final Map<SignInId, Entry> known = new BoundedMap<>(MAX_REMEMBERED);

  /// What this node knows of a sign-in. Guarded by itself.
  private static final class Entry {
    private boolean isLoaded;
    private Optional<Reason> end = Optional.empty();

    synchronized void ended(Reason reason) {
      isLoaded = true;
      end = end.or(() -> Optional.of(reason));
    }

    synchronized void loaded(Optional<Reason> stored) {
      stored.ifPresent(this::ended);
      isLoaded = true;
    }

    synchronized boolean isLoaded() {
      return isLoaded;
    }

    synchronized Optional<Reason> end() {
      return end;
    }
  }

  public SignIns(EventStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Returns why the sign-in of a valid token has ended; empty if it has not. Reads the store when
  /// this node sees the sign-in for the first time.
  ///
  /// @throws dev.agentpay.events.StoreUnavailableException if the store cannot be read
  public Optional<Reason> end(SignInId id) {
    // The entry must exist before the store is read. Otherwise an end in between is missed.
    final Entry entry = entry(id);
    if (!entry.isLoaded()) {
      entry.loaded(store.load(AuthSchema.SIGN_IN, id.value()).map(EndedSignIn::reason));
    }
    return entry.end();
  }

  /// Whether this node knows that the sign-in has ended. Does not read the store.
  public boolean isKnownToHaveEnded(SignInId id) {
    synchronized (known) {
      final Entry entry = known.get(id);
      return entry != null && entry.end().isPresent();
    }
  }

  /// Ends a sign-in for all nodes. Durable when it returns. Ending it again changes nothing.
  ///
  /// @throws dev.agentpay.events.StoreUnavailableException if the store cannot be written
  public void end(Tokens.Bearer bearer, Reason reason, Origin origin) {
    final SignInId id = bearer.signIn();
    final EventEnvelope event =
        new EventEnvelope(
            AuthSchema.SIGN_IN.stream(id.value()),
            1,
            clock.instant(),
            origin,
            Optional.empty(),
            new SignInEvent.SignInEnded(id, bearer.caller().name(), reason, bearer.expiresAt()));
    final EndedSignIn after = EndedSignIn.evolve(Optional.empty(), event);
    switch (store.append(Append.of(0, List.of(event), after))) {
      case EventStore.Appended _, EventStore.LostRace _ -> entry(id).ended(reason);
      case EventStore.Held _, EventStore.LeaseLost _, EventStore.RequestSeen _ ->
          throw new IllegalStateException(
              "the end of a sign-in must have no name, task or request key");
    }
  }

  /// Learns of ends on all nodes.
  @Override
  public boolean offer(Feed.Item item) {
    if (item instanceof Feed.Fact fact
        && fact.event().event() instanceof SignInEvent.SignInEnded ended) {
      synchronized (known) {
        Optional.ofNullable(known.get(ended.signIn())).ifPresent(e -> e.ended(ended.reason()));
      }
    }
    return true;
  }

  private Entry entry(SignInId id) {
    synchronized (known) {
      return known.computeIfAbsent(id, _ -> new Entry());
    }
  }
}
