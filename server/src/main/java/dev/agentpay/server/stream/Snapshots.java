package dev.agentpay.server.stream;

import dev.agentpay.auth.Caller;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.server.api.CallRoutes;
import dev.agentpay.server.api.Names;
import dev.agentpay.server.api.Sight;
import dev.agentpay.server.api.SignInRoutes;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.views.CallView;
import dev.agentpay.server.views.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Builds the first frame of live updates: the user's calls and sessions.
public final class Snapshots {
  /// How far back a page shows ended sessions.
  private static final Duration PAST = Duration.ofHours(24);

  /// How long a session may take from start to end and still be found, as the query is by start.
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final int MAX_SESSIONS = 200;

  /// How many snapshots are built at a time. After a restart all pages reconnect at once, and the
  /// store has few connections for reading: an agent's click must not wait behind ten thousand
  /// pages.
  private static final int AT_A_TIME = 3;

  /// Longest wait in the queue. A page that has waited so long should try another node.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Sight sight;
  private final InstantSource clock;
  private final SignInRoutes signIn;
  private final CallRoutes calls;
  private final Semaphore turns = new Semaphore(AT_A_TIME, true);

  /// The data of the first frame.
  record SnapshotView(
      List<CallView> calls, List<SessionView> paySessions, SignInRoutes.MeView me) {}

  public Snapshots(Sight sight, SignInRoutes signIn, CallRoutes calls, InstantSource clock) {
    this.sight = sight;
    this.clock = clock;
    this.signIn = signIn;
    this.calls = calls;
  }

  /// @param audience whose calls and sessions; empty for everyone's
  /// @throws ProblemException `TOO_MANY` if too many pages are waiting; retry after 2 s
  SnapshotView of(Caller caller, Optional<AgentId> audience) {
    try {
      if (!turns.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return read(caller, audience);
    } finally {
      turns.release();
    }
  }

  private static ProblemException busy() {
    return new ProblemException(
        ProblemType.TOO_MANY,
        "too many pages are connecting at once; try again",
        List.of(),
        Optional.of(Duration.ofSeconds(2)));
  }

  private SnapshotView read(Caller caller, Optional<AgentId> audience) {
    final Instant from = clock.instant().minus(PAST);
    final List<PaySession> found =
        new ArrayList<>(find(caller, audience, Optional.empty(), states(false)));
    find(caller, audience, Optional.of(from.minus(LONGEST)), states(true)).stream()
        .filter(session -> !session.stateSince().isBefore(from))
        .forEach(found::add);
    return new SnapshotView(
        calls.live(caller, audience),
        found.stream().limit(MAX_SESSIONS).map(SessionView::of).toList(),
        signIn.me(caller));
  }

  private List<PaySession> find(
      Caller caller, Optional<AgentId> owner, Optional<Instant> from, Set<SessionState> states) {
    return sight
        .page(caller, SessionQuery.ALL.ownedBy(owner).since(from).in(states).atMost(MAX_SESSIONS))
        .items();
  }

  private static Set<SessionState> states(boolean areFinal) {
    return Names.STATES.values().stream()
        .filter(state -> state.isFinal() == areFinal)
        .collect(Collectors.toUnmodifiableSet());
  }
}
