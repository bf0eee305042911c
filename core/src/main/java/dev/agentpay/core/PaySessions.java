package dev.agentpay.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs pay sessions: takes an input, decides, makes it durable, and only then tells. Every method
/// blocks until that is done.
///
/// Sessions of many calls run at once; one session is worked on by one caller at a time, here by a
/// lock and between nodes by the version of its stream.
public final class PaySessions {
  /// Most sessions that one agent may have open: more than anybody can serve, few enough that a
  /// runaway client does no harm.
  public static final int MAX_OPEN_PER_AGENT = 20;

  /// How often a race with another node is tried again before the caller is told to come back.
  private static final int MAX_RACES = 50;

  private static final int STRIPES = 4096;

  private static final System.Logger LOG = System.getLogger(PaySessions.class.getName());

  private final EventStore store;
  private final Outbox outbox;
  private final Feed feed;
  private final CallbackSpool spool;
  private final Deciding deciding;
  private final Scheduler scheduler;
  private final Ids ids;
  private final SessionCache cache = new SessionCache();
  private final Object[] locks = new Object[STRIPES];
  private final Sender sender;

  /// @param spool where callbacks wait while the store is away
  /// @param gateway where instructions go
  /// @param ledger where an unconfirmed session is asked about
  /// @param node this process' own name among all that share the store
  public PaySessions(
      EventStore store,
      Outbox outbox,
      Feed feed,
      CallbackSpool spool,
      TwilioGateway gateway,
      ConnectorLedger ledger,
      Deciding deciding,
      Retries retries,
      Scheduler scheduler,
      Ids ids,
      String node) {
    this.store = store;
    this.outbox = outbox;
    this.feed = feed;
    this.spool = spool;
    this.deciding = deciding;
    this.scheduler = scheduler;
    this.ids = ids;
    this.sender = new Sender(this, outbox, gateway, ledger, retries, scheduler, node);
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new Object();
    }
  }

  /// Does the tasks of this and of dead nodes from now on: instructions that were not sent, and
  /// deadlines, and the callbacks in the spool.
  ///
  /// @param every how often to look
  public void sweep(Duration every) {
    sender.sweep(every);
    drainLater(every);
  }

  /// Starts a session.
  ///
  /// @param confirmed whether a person confirmed that an earlier session on the call may have
  ///   charged
  /// @param stamp the request's `Idempotency-Key`: repeated, it gives back the same session
  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`,
  ///   `MAY_HAVE_CHARGED`, `TOO_MANY`, `KEY_REUSED`
  public PaySession start(
      AgentId agent, PayRequest request, boolean confirmed, Optional<Stamp> stamp, Origin origin) {
    final Optional<PaySession> earlier = earlier(stamp);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    checkCall(agent, request.call());
    checkRoom(agent);
    final SessionId id = ids.next();
    releaseCall(request.call(), id, confirmed, origin);
    final Decision decision = deciding.start(id, agent, request, scheduler.now(), origin);
    return switch (store.append(append(Optional.empty(), decision, Set.of(), stamp))) {
      case EventStore.AppendResult.Appended _ -> {
        cache.keep(decision.after());
        sender.soon(id);
        yield decision.after();
      }
      case EventStore.AppendResult.CallHeld held -> throw callHasSession(held.holder());
      case EventStore.AppendResult.RequestSeen seen ->
          repeated(stamp.orElseThrow(), seen.request());
      case EventStore.AppendResult.LostRace _ ->
          throw new IllegalStateException("two sessions of one id");
    };
  }

  /// The session to which a request led that is repeated now.
  ///
  /// @throws RefusedException `KEY_REUSED` when it was another request
  public Optional<PaySession> earlier(Optional<Stamp> stamp) {
    return stamp.flatMap(s -> store.request(s.owner(), s.key()).map(seen -> repeated(s, seen)));
  }

  /// Does what a person asks of a session.
  ///
  /// @throws RefusedException `UNKNOWN_SESSION`, `NOT_NOW`, `UNKNOWN_FIELD`, `BAD_VALUE`,
  ///   `KEY_REUSED`
  public PaySession ask(SessionId id, Input input, Optional<Stamp> stamp, Origin origin) {
    final Optional<PaySession> earlier = earlier(stamp);
    return earlier.isPresent() ? earlier.get() : apply(id, input, stamp, origin);
  }

  /// Takes a verified status callback. Durable when this returns, unless it was a digit: in the
  /// log, or while the store is away in the spool.
  ///
  /// @return false when it is about no session of ours
  /// @throws StoreUnavailableException when neither took it
  public boolean arrived(PaymentStatus status, Origin origin) {
    if (spool.oldest().isEmpty()) {
      try {
        return take(status, origin);
      } catch (StoreUnavailableException away) {
        LOG.log(System.Logger.Level.WARNING, "the store is away: {0}", away.getMessage());
      }
    }
    if (!status.isDigit()) {
      spool.keep(status, origin);
    }
    return true;
  }

  private boolean take(PaymentStatus status, Origin origin) {
    final Optional<SessionId> id = sessionOf(status);
    id.ifPresent(s -> apply(s, new Input.Arrived(status), Optional.empty(), origin));
    return id.isPresent();
  }

  private void drainLater(Duration every) {
    scheduler.at(
        scheduler.now().plus(every),
        () -> {
          try {
            drain();
          } finally {
            drainLater(every);
          }
        });
  }

  /// Takes what waits in the spool, in order, until it is empty or the store is away again.
  private void drain() {
    Optional<CallbackSpool.Kept> kept = spool.oldest();
    while (kept.isPresent()) {
      try {
        take(kept.get().status(), kept.get().origin());
      } catch (StoreUnavailableException stillAway) {
        return;
      }
      spool.removeOldest();
      kept = spool.oldest();
    }
  }

  /// Tells every open session of a call that the call is over.
  public void callOver(CallSid call, String why, Origin origin) {
    for (PaySession session : openOn(call)) {
      apply(session.id(), new Input.CallOver(why), Optional.empty(), origin);
    }
  }

  /// The session of this id.
  public Optional<PaySession> find(SessionId id) {
    return store.load(id.stream()).map(PaySession.class::cast);
  }

  /// Sessions by what is asked for, newest first.
  public List<PaySession> find(EventStore.SessionQuery query) {
    return store.sessions(query);
  }

  /// Takes one input until it is durable.
  PaySession apply(SessionId id, Input input, Optional<Stamp> stamp, Origin origin) {
    synchronized (locks[Math.floorMod(id.hashCode(), STRIPES)]) {
      for (int race = 0; race < MAX_RACES; race++) {
        final PaySession now = current(id);
        final Decision decision = deciding.decide(now, input, scheduler.now(), origin);
        if (decision.events().isEmpty()) {
          settled(input).forEach(number -> outbox.remove(id, number));
          decision.news().ifPresent(feed::tell);
          return now;
        }
        final EventStore.AppendResult result =
            store.append(append(Optional.of(now), decision, settled(input), stamp));
        switch (result) {
          case EventStore.AppendResult.Appended _ -> {
            cache.keep(decision.after());
            decision.news().ifPresent(feed::tell);
            if (hasInstruction(decision)) {
              sender.soon(id);
            }
            return decision.after();
          }
          case EventStore.AppendResult.LostRace _ -> cache.forget(id);
          case EventStore.AppendResult.RequestSeen seen -> {
            return repeated(stamp.orElseThrow(), seen.request());
          }
          case EventStore.AppendResult.CallHeld held ->
              throw new IllegalStateException(id + " held its call, now " + held.holder());
        }
      }
    }
    throw new StoreUnavailableException("too many writers on " + id, new IllegalStateException());
  }

  private EventStore.Append append(
      Optional<PaySession> before, Decision decision, Set<Long> settled, Optional<Stamp> stamp) {
    final PaySession after = decision.after();
    final List<Task> put = new ArrayList<>();
    for (Recorded recorded : decision.events()) {
      Instruction.causedBy((SessionEvent) recorded.event())
          .ifPresent(
              i -> put.add(Task.instruction(after.id(), recorded.number(), i, recorded.at())));
    }
    final Set<Long> remove = new HashSet<>(settled);
    final Optional<Instant> due = deciding.deadlines().of(after);
    if (!due.equals(before.flatMap(deciding.deadlines()::of))) {
      due.ifPresentOrElse(
          at -> put.add(Task.deadline(after.id(), at)), () -> remove.add(Task.DEADLINE));
    }
    return new EventStore.Append(
        after.stream(),
        before.map(PaySession::version).orElse(0L),
        decision.events(),
        after,
        put,
        remove,
        stamp.map(s -> s.on(after.stream())));
  }

  private PaySession current(SessionId id) {
    return cache
        .find(id)
        .or(
            () -> {
              final Optional<PaySession> loaded = find(id);
              loaded.ifPresent(cache::keep);
              return loaded;
            })
        .orElseThrow(
            () -> new RefusedException(Refusal.UNKNOWN_SESSION, "there is no such pay session"));
  }

  /// The task that an input settles.
  private static Set<Long> settled(Input input) {
    return switch (input) {
      case Input.Answered answered -> Set.of(answered.number());
      case Input.Dropped dropped -> Set.of(dropped.number());
      default -> Set.of();
    };
  }

  private static boolean hasInstruction(Decision decision) {
    return decision.events().stream()
        .anyMatch(r -> Instruction.causedBy((SessionEvent) r.event()).isPresent());
  }

  private Optional<SessionId> sessionOf(PaymentStatus status) {
    return status
        .sessionHint()
        .filter(id -> cache.find(id).isPresent() || find(id).isPresent())
        .or(() -> store.sessionOf(status.payment()))
        .or(() -> store.holderOf(status.call()));
  }

  /// The same whether there is no such call or it is another's, so that nobody finds out by asking.
  static final String NO_CALL = "no call of yours, and none that is free, has this CallSid";

  private void checkCall(AgentId agent, CallSid sid) {
    final Call call =
        store
            .load(StreamId.of(sid))
            .map(Call.class::cast)
            .filter(c -> c.owner().equals(Optional.of(agent)))
            .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CALL, NO_CALL));
    if (!call.isLive()) {
      throw new RefusedException(
          Refusal.CALL_NOT_IN_PROGRESS,
          "the call is over (%s); a payment needs the customer on the line"
              .formatted(call.ended().orElse("")));
    }
    if (call.answeredAt().isEmpty()) {
      throw new RefusedException(
          Refusal.CALL_NOT_IN_PROGRESS,
          "the call still rings; a payment needs the customer on the line");
    }
  }

  private void checkRoom(AgentId agent) {
    final EventStore.SessionQuery open =
        new EventStore.SessionQuery(
            Optional.of(agent),
            Optional.empty(),
            Optional.empty(),
            OPEN,
            Optional.empty(),
            MAX_OPEN_PER_AGENT);
    if (store.sessions(open).size() >= MAX_OPEN_PER_AGENT) {
      throw new RefusedException(
          Refusal.TOO_MANY, "%d pay sessions are open; end some".formatted(MAX_OPEN_PER_AGENT));
    }
  }

  private void releaseCall(CallSid call, SessionId next, boolean confirmed, Origin origin) {
    for (PaySession earlier : openOn(call)) {
      if (!earlier.state().mayHaveCharged()) {
        throw callHasSession(earlier.id());
      }
      if (!confirmed) {
        throw new RefusedException(
            Refusal.MAY_HAVE_CHARGED,
            "pay session %s on this call may have charged; confirm to start another"
                .formatted(earlier.id()));
      }
      apply(earlier.id(), new Input.ReleaseCall(next), Optional.empty(), origin);
    }
  }

  private static final Set<SessionState> OPEN =
      java.util.Arrays.stream(SessionState.values())
          .filter(s -> !s.isFinal())
          .collect(java.util.stream.Collectors.toUnmodifiableSet());

  private List<PaySession> openOn(CallSid call) {
    return store.sessions(
        new EventStore.SessionQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OPEN,
            Optional.of(call),
            EventStore.MAX_ROWS));
  }

  private static RefusedException callHasSession(SessionId holder) {
    return new RefusedException(
        Refusal.CALL_HAS_SESSION,
        "the call has pay session %s already; end or cancel it first".formatted(holder));
  }

  private PaySession repeated(Stamp stamp, EventStore.RequestKey seen) {
    if (!seen.fingerprint().equals(stamp.fingerprint())) {
      throw new RefusedException(
          Refusal.KEY_REUSED,
          "this Idempotency-Key was used for another request; use a new key for a new request");
    }
    return store.load(seen.stream()).map(PaySession.class::cast).orElseThrow();
  }

  /// A request's `Idempotency-Key`, before it is known what the request leads to.
  ///
  /// @param fingerprint of the request's method, path and body
  public record Stamp(String owner, String key, String fingerprint) {
    EventStore.RequestKey on(StreamId stream) {
      return new EventStore.RequestKey(owner, key, fingerprint, stream);
    }
  }
}
