package dev.agentpay.payments;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.Draft;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Decision;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Service for pay sessions. Passes each input to [PaySessionDecider], stores the resulting events,
/// and publishes them once they are durable. Every method blocks until that is done.
///
/// Different sessions are processed concurrently. One session is processed by one thread at a time:
/// a lock ensures this within the process, and the version of its stream between nodes.
public final class PaySessions {
  /// Maximum number of open sessions per agent: more than a person can serve, but low enough to
  /// limit a client that starts sessions in a loop.
  public static final int MAX_OPEN_PER_AGENT = 20;

  /// How often an append is retried after another node wrote to the stream first. Then the caller
  /// gets [StoreUnavailableException] and may retry.
  private static final int MAX_RACES = 50;

  private static final int STRIPES = 4096;

  private final Kernel kernel;
  private final EventStore store;
  private final Projection projection;
  private final PaySessionDecider decider;
  private final SessionStart start;
  private final Inbox inbox;
  private final Ids ids;
  private final SessionCache cache = new SessionCache();
  private final Object[] locks = new Object[STRIPES];

  /// The interfaces that pay sessions use.
  ///
  /// @param twilio sends instructions to Twilio
  /// @param ledger says what the connector did for an unconfirmed session
  /// @param calls checks whether an agent may take a payment on a call
  /// @param inbox accepts callbacks, including those that cannot be handled immediately
  /// @param projection turns events into rows for external receivers
  public record Ports(
      TwilioGateway twilio,
      ConnectorLedger ledger,
      CallCheck calls,
      Inbox inbox,
      Projection projection) {}

  public PaySessions(
      Kernel kernel, Ports ports, PaySessionDecider decider, Retries retries, Ids ids) {
    this.kernel = kernel;
    this.store = kernel.store();
    this.projection = ports.projection();
    this.decider = decider;
    this.start = new SessionStart(this, kernel, ports, decider);
    this.inbox = ports.inbox();
    this.ids = ids;
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new Object();
    }
    inbox.handle(PaymentCallback.class, c -> handle(c.status(), c.copy(), c.origin()));
    new InstructionSender(this, kernel, ports.twilio(), ports.ledger(), retries).register();
  }

  /// Starts a session.
  ///
  /// @param confirmed whether a person accepted the risk that an earlier session on the call may
  ///   have charged
  /// @param idempotencyKey the request's `Idempotency-Key`; a repeated request returns the same
  ///   session
  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`,
  ///   `MAY_HAVE_CHARGED`, `TOO_MANY`, `KEY_REUSED`
  public PaySession start(
      AgentId agent,
      PayRequest payRequest,
      boolean confirmed,
      Optional<IdempotencyKey> idempotencyKey,
      Origin origin) {
    final SessionStart.StartRequest request =
        new SessionStart.StartRequest(
            ids.next(), agent, payRequest, confirmed, idempotencyKey, origin);
    for (int race = 0; race < MAX_RACES; race++) {
      final Optional<PaySession> repeated = findRepeated(idempotencyKey);
      if (repeated.isPresent()) {
        return repeated.get();
      }
      final Optional<PaySession> started = tryStart(request);
      if (started.isPresent()) {
        return started.get();
      }
    }
    throw tooManyWriters(payRequest.call());
  }

  /// @return empty if another writer changed a stream first
  private Optional<PaySession> tryStart(SessionStart.StartRequest request) {
    final SessionStart.Attempt attempt = start.attempt(request);
    return switch (store.append(attempt.append())) {
      case EventStore.Appended _ -> {
        attempt.changes().forEach(change -> cache.keep(change.after()));
        kernel.worker().soon(attempt.append().put());
        yield Optional.of(attempt.changes().getLast().after());
      }
      case EventStore.Held held -> throw SessionStart.reservedBy(held);
      case EventStore.RequestSeen seen ->
          Optional.of(repeated(request.idempotencyKey().orElseThrow(), seen.request()));
      case EventStore.LostRace _ -> Optional.empty();
      case EventStore.LeaseLost _ ->
          throw new IllegalStateException("starting a session completes no task");
    };
  }

  /// Finds the session that an earlier request with the same key started or changed.
  ///
  /// @throws RefusedException `KEY_REUSED` if the earlier request had a different content
  public Optional<PaySession> findRepeated(Optional<IdempotencyKey> idempotencyKey) {
    return idempotencyKey.flatMap(
        key -> store.request(key.owner(), key.key()).map(seen -> repeated(key, seen)));
  }

  /// Handles a person's request to change a session.
  ///
  /// @throws RefusedException `UNKNOWN_SESSION`, `NOT_NOW`, `UNKNOWN_FIELD`, `BAD_VALUE`,
  ///   `KEY_REUSED`
  public PaySession change(
      SessionId id, Input input, Optional<IdempotencyKey> idempotencyKey, Origin origin) {
    final Optional<PaySession> repeated = findRepeated(idempotencyKey);
    return repeated.isPresent() ? repeated.get() : apply(id, input, idempotencyKey, origin);
  }

  /// Accepts a verified status callback. The callback is durable when this method returns, unless
  /// it only reports a digit: digits are published but never stored.
  ///
  /// @param copy the callback for existing clients, see [Input.CallbackArrived]
  /// @throws StoreUnavailableException if neither the store nor the spool accepted it
  public Inbox.Taken receive(
      PaymentStatus status, Optional<Map<String, String>> copy, Origin origin) {
    final PaymentCallback callback = new PaymentCallback(status, origin, copy);
    return status.isDigit() ? receiveDigit(callback) : inbox.take(callback);
  }

  private Inbox.Taken receiveDigit(PaymentCallback callback) {
    if (inbox.isWaiting(callback)) {
      return Inbox.Taken.HANDLED; // drop it, so that it does not overtake waiting callbacks
    }
    try {
      return Inbox.Taken.of(handle(callback.status(), Optional.empty(), callback.origin()));
    } catch (StoreUnavailableException unavailable) {
      return Inbox.Taken.HANDLED;
    }
  }

  private boolean handle(PaymentStatus status, Optional<Map<String, String>> copy, Origin origin) {
    final Optional<SessionId> id = sessionOf(status);
    id.ifPresent(s -> apply(s, new Input.CallbackArrived(status, copy), Optional.empty(), origin));
    return id.isPresent();
  }

  /// Adds the changes that the end of a call causes to the open sessions on it.
  ///
  /// @return the changed sessions: pass them to [#forget] when the decision is durable
  public List<SessionId> callOver(Draft draft, CallSid call, String callStatus) {
    final Input over = new Input.CallOver(callStatus);
    final List<SessionId> changed = new ArrayList<>();
    boolean isReserved = false;
    for (PaySession session : find(SessionQuery.openOn(call))) {
      final Decision decision = decider.decide(session, over, draft.at(), draft.origin());
      if (!decision.events().isEmpty()) {
        final SessionChange change = change(session, decision);
        draft.include(change.stream(), change.put(), change.remove());
        changed.add(session.id());
      } else if (session.holdsCall()) {
        draft.track(PaymentSchema.SESSION, session);
        draft.dependsOn(PaymentSchema.SESSION, session.id().value());
        isReserved = true;
      }
    }
    // Detect a session that starts at the same time, so that it ends with the call too.
    if (!isReserved) {
      draft.needsFree(hold(call));
    }
    return changed;
  }

  /// Removes sessions from the cache that another decider changed.
  public void forget(List<SessionId> changed) {
    changed.forEach(cache::forget);
  }

  /// Finds the session that reserves a call, so that no other session may start on it.
  public Optional<SessionId> holder(CallSid call) {
    return store.holder(hold(call)).map(SessionId::new);
  }

  /// The name that a session holds while no other session may start on its call.
  public static Append.Hold hold(CallSid call) {
    return new Append.Hold(SessionId.KIND, call.value());
  }

  /// Finds a session by its id.
  public Optional<PaySession> find(SessionId id) {
    return store.load(PaymentSchema.SESSION, id.value());
  }

  /// Finds the session of a Payment.
  public Optional<PaySession> find(PaymentSid payment) {
    final Query query = Query.ALL.with(PaymentSchema.PAYMENT, payment.value()).atMost(1);
    return store.find(PaymentSchema.SESSION, query).stream().findFirst();
  }

  /// Finds sessions, newest first.
  public List<PaySession> find(SessionQuery query) {
    return store.find(PaymentSchema.SESSION, query.toQuery());
  }

  /// Finds sessions, newest first. Skips sessions that cannot be read, so use it for display only.
  public List<PaySession> list(SessionQuery query) {
    return page(query).items();
  }

  /// Like [#list], with the place from which to read on.
  public Page<PaySession> page(SessionQuery query) {
    return store.page(PaymentSchema.SESSION, query.toQuery());
  }

  /// Applies one input and stores the resulting events.
  PaySession apply(
      SessionId id, Input input, Optional<IdempotencyKey> idempotencyKey, Origin origin) {
    return apply(id, input, idempotencyKey, Optional.empty(), origin);
  }

  /// Whether a deadline is pending for the session.
  boolean hasDeadline(PaySession session) {
    return decider.due(session).isPresent();
  }

  /// Handles the result of an instruction and completes its task. If the lease has ended and
  /// another attempt has begun, the task stays and the answer counts as late.
  void settle(SessionId id, Task task, Input input, Origin origin) {
    if (isSettled(id, task, input, origin)
        || !(input instanceof Input.Answered(long number, Instruction what, _, Answer answer))) {
      return;
    }
    final Input late = new Input.Answered(number, what, Input.Attempt.LATE, answer);
    apply(id, late, Optional.empty(), origin);
  }

  /// @return false if the lease was lost; then nothing was changed
  private boolean isSettled(SessionId id, Task task, Input input, Origin origin) {
    try {
      apply(id, input, Optional.empty(), Optional.of(task), origin);
      return true;
    } catch (LeaseLostException lost) {
      return false;
    }
  }

  /// The lease ended and another attempt at the task has begun.
  private static final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LeaseLostException(Task.Id task) {
      super("the lease of task " + task + " has ended, and another attempt has begun");
    }
  }

  /// @param settled the task that the input completes
  private PaySession apply(
      SessionId id,
      Input input,
      Optional<IdempotencyKey> idempotencyKey,
      Optional<Task> settled,
      Origin origin) {
    synchronized (locks[Math.floorMod(id.hashCode(), STRIPES)]) {
      if (!(input instanceof Input.CallbackArrived)) {
        // A callback is always recorded, so the append detects a concurrent write by another node.
        // Other inputs may be refused or change nothing, so they need the latest state.
        cache.forget(id);
      }
      for (int race = 0; race < MAX_RACES; race++) {
        final PaySession before = current(id);
        final Decision decision = decider.decide(before, input, kernel.scheduler().now(), origin);
        if (decision.events().isEmpty()) {
          settled.ifPresent(kernel.outbox()::done);
          decision.digits().ifPresent(kernel.feed()::publish);
          return before;
        }
        final SessionChange change = change(before, decision);
        final Append changed =
            SessionChange.append(
                List.of(change),
                Map.of(),
                projection,
                input,
                idempotencyKey.map(key -> key.on(id.stream())));
        final Append append = settled.map(changed::settling).orElse(changed);
        switch (store.append(append)) {
          case EventStore.Appended _ -> {
            cache.keep(change.after());
            decision.digits().ifPresent(kernel.feed()::publish);
            kernel.worker().soon(append.put());
            return decision.after();
          }
          case EventStore.LostRace _ -> cache.forget(id);
          case EventStore.LeaseLost lost -> throw new LeaseLostException(lost.task());
          case EventStore.RequestSeen seen -> {
            return repeated(idempotencyKey.orElseThrow(), seen.request());
          }
          case EventStore.Held held ->
              throw new IllegalStateException(
                  "session %s reserved its call, but %s holds it".formatted(id, held.holder()));
        }
      }
    }
    throw tooManyWriters(id);
  }

  private static StoreUnavailableException tooManyWriters(Object subject) {
    return new StoreUnavailableException(
        "too many writers on %s; try again".formatted(subject), new IllegalStateException());
  }

  private SessionChange change(PaySession before, Decision decision) {
    return SessionChange.of(Optional.of(before), decision, decider);
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

  private Optional<SessionId> sessionOf(PaymentStatus status) {
    return status
        .sessionHint()
        .filter(id -> cache.find(id).isPresent() || find(id).isPresent())
        .or(() -> find(status.payment()).map(PaySession::id))
        .or(() -> holder(status.call()));
  }

  private PaySession repeated(IdempotencyKey idempotencyKey, Append.RequestKey seen) {
    if (!idempotencyKey.matches(seen.fingerprint())) {
      throw new RefusedException(
          Refusal.KEY_REUSED,
          "this Idempotency-Key was used for another request; use a new key for a new request");
    }
    return store.load(seen.stream()).map(PaySession.class::cast).orElseThrow();
  }

  /// A request's `Idempotency-Key`, without the session that the request leads to.
  ///
  /// @param owner the user who sent the request
  /// @param fingerprint hash of the request's method, path and meaning
  /// @param byteFingerprint hash of its method, path and bytes, which earlier builds stored
  public record IdempotencyKey(
      String owner, String key, String fingerprint, String byteFingerprint) {
    boolean matches(String stored) {
      return stored.equals(fingerprint) || stored.equals(byteFingerprint);
    }

    Append.RequestKey on(StreamId stream) {
      return new Append.RequestKey(owner, key, fingerprint, stream);
    }
  }
}
