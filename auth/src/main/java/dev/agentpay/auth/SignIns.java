package dev.agentpay.auth;

import dev.agentpay.auth.SignInEvent.Reason;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.BoundedMap;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Knows which sign-ins have ended before their token expires: by a sign-out, or because the user
/// did nothing for too long. The end is an event in the store, so it survives a restart. A node
/// loads it when it first sees a token; later ends arrive by the feed.
///
/// The time of the last activity is in memory. After a restart the idle time starts anew, and each
/// node counts only what it sees.
public final class SignIns implements Feed.Reader {
  /// Most sign-ins that are remembered, about 10 MB. One that is forgotten is loaded again, and its
  /// idle time starts anew.
  static final int MAX_REMEMBERED = 50_000;

  private static final Origin NO_ACTIVITY = new Origin(Actor.SYSTEM, "sign-ins", "no activity");

  private final EventStore store;
  private final InstantSource clock;
  private final Duration idleAfter;
  private final Predicate<AgentId> isWorking;
  private final Map<SignInId, Entry> known = new BoundedMap<>(MAX_REMEMBERED);

  /// By user, so at most [SignInOptions#MAX_USERS].
  private final Map<AgentId, Instant> lastWork = new ConcurrentHashMap<>();

  /// What this node knows of a sign-in. Guarded by itself.
  private static final class Entry {
    private boolean isLoaded;
    private Optional<Reason> end = Optional.empty();
    private Instant lastActivity;

    Entry(Instant now) {
      lastActivity = now;
    }

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

    synchronized void active(Instant at) {
      lastActivity = at;
    }

    synchronized Instant lastActivity() {
      return lastActivity;
    }
  }

  /// @param idleAfter how long a user may do nothing
  /// @param isWorking whether the user has a call or an open payment, which count as activity. May
  ///   read the store
  public SignIns(
      EventStore store, InstantSource clock, Duration idleAfter, Predicate<AgentId> isWorking) {
    this.store = store;
    this.clock = clock;
    this.idleAfter = idleAfter;
    this.isWorking = isWorking;
  }

  /// Checks the sign-in of a valid token, and ends it if the user was idle for too long. Reads the
  /// store when this node sees the sign-in for the first time.
  ///
  /// @param isActivity whether a person caused this request, not a page by itself
  /// @return why the sign-in has ended; empty if it has not
  /// @throws dev.agentpay.events.StoreUnavailableException if the store cannot be read or written
  public Optional<Reason> check(Tokens.Bearer bearer, boolean isActivity) {
    // The entry must exist before the store is read. Otherwise an end in between is missed.
    final Entry entry = entry(bearer.signIn());
    if (!entry.isLoaded()) {
      entry.loaded(
          store.load(AuthSchema.SIGN_IN, bearer.signIn().value()).map(EndedSignIn::reason));
    }
    if (entry.end().isPresent()) {
      return entry.end();
    }
    if (isIdle(entry, bearer)) {
      if (!isWorking.test(bearer.caller().name())) {
        end(bearer, Reason.IDLE, NO_ACTIVITY);
        return entry.end();
      }
      entry.active(clock.instant());
    } else if (isActivity) {
      entry.active(clock.instant());
    }
    return Optional.empty();
  }

  /// Whether the user seems idle, so that [#check] should be called. Does not read the store.
  public boolean seemsIdle(Tokens.Bearer bearer) {
    final Entry entry = entry(bearer.signIn());
    return entry.end().isEmpty() && isIdle(entry, bearer);
  }

  private boolean isIdle(Entry entry, Tokens.Bearer bearer) {
    final Instant start = clock.instant().minus(idleAfter);
    return !entry.lastActivity().isAfter(start)
        && !lastWork.getOrDefault(bearer.caller().name(), Instant.EPOCH).isAfter(start);
  }

  /// Something has happened with a call or a payment of this user: that counts as activity too.
  public void worked(AgentId user) {
    lastWork.put(user, clock.instant());
  }

  /// How long a user may do nothing.
  public Duration idleAfter() {
    return idleAfter;
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
      return known.computeIfAbsent(id, _ -> new Entry(clock.instant()));
    }
  }
}
