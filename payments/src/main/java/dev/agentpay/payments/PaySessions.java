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

  private final Kernel kernel;
  private final EventStore store;
  private final Projection projection;
  private final PaySessionDecider decider;
  private final SessionStart start;
  private final Inbox inbox;
  private final Ids ids;
  private final SessionCache cache = new SessionCache();
  private final Object[] locks = new Object[STRIPES];

  /// What sessions need from outside.
  ///
  /// @param twilio where instructions go
  /// @param ledger where an unconfirmed session is asked about
  /// @param calls says whether a call is an agent's
  /// @param inbox takes callbacks, also those that cannot be handled at once
  /// @param projection turns events into rows for somebody outside
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
    inbox.handle(PaymentCallback.class, c -> take(c.status(), c.copy(), c.origin()));
    new InstructionSender(this, kernel, ports.twilio(), ports.ledger(), retries).register();
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
    final SessionStart.StartRequest asked =
        new SessionStart.StartRequest(ids.next(), agent, request, confirmed, stamp, origin);
    for (int race = 0; race < MAX_RACES; race++) {
      final Optional<PaySession> earlier = earlier(stamp);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      final Optional<PaySession> started = tryStart(asked);
      if (started.isPresent()) {
        return started.get();
      }
    }
    throw tooManyWriters(request.call());
  }

  /// @return empty when another writer was first
  private Optional<PaySession> tryStart(SessionStart.StartRequest asked) {
    final SessionStart.Attempt attempt = start.attempt(asked);
    return switch (store.append(attempt.append())) {
      case EventStore.Appended _ -> {
        attempt.changes().forEach(change -> cache.keep(change.after()));
        kernel.worker().soon(attempt.append().put());
        yield Optional.of(attempt.changes().getLast().after());
      }
      case EventStore.Held held -> throw SessionStart.held(held);
      case EventStore.RequestSeen seen ->
          Optional.of(repeated(asked.stamp().orElseThrow(), seen.request()));
      case EventStore.LostRace _ -> Optional.empty();
      case EventStore.LeaseLost _ -> throw new IllegalStateException("a start has no lease");
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

  /// Takes a verified status callback. Durable when this returns, unless it was a digit: those are
  /// told or forgotten.
  ///
  /// @param copy for existing clients, see [Input.Arrived]
  /// @throws StoreUnavailableException when nobody took it
  public Inbox.Taken arrived(
      PaymentStatus status, Optional<Map<String, String>> copy, Origin origin) {
    final PaymentCallback callback = new PaymentCallback(status, origin, copy);
    return status.isDigit() ? digit(callback) : inbox.take(callback);
  }

  private Inbox.Taken digit(PaymentCallback callback) {
    if (inbox.isWaiting(callback)) {
      return Inbox.Taken.HANDLED; // it would overtake what waits
    }
    try {
      return Inbox.Taken.of(take(callback.status(), Optional.empty(), callback.origin()));
    } catch (StoreUnavailableException away) {
      return Inbox.Taken.HANDLED;
    }
  }

  private boolean take(PaymentStatus status, Optional<Map<String, String>> copy, Origin origin) {
    final Optional<SessionId> id = sessionOf(status);
    id.ifPresent(s -> apply(s, new Input.Arrived(status, copy), Optional.empty(), origin));
    return id.isPresent();
  }

  /// Adds to a decision about a call what its end does to the open sessions on it.
  ///
  /// @return the sessions that change: [#forget] them once the decision is durable
  public List<SessionId> callOver(Draft draft, CallSid call, String why) {
    final Input over = new Input.CallOver(why);
    final List<SessionId> changed = new ArrayList<>();
    boolean isHeld = false;
    for (PaySession session : find(SessionQuery.openOn(call))) {
      final Decision decision = decider.decide(session, over, draft.at(), draft.origin());
      if (!decision.events().isEmpty()) {
        final SessionChange change = change(session, decision);
        draft.include(change.stream(), change.put(), change.remove());
        changed.add(session.id());
      } else if (session.holdsCall()) {
        draft.track(PaymentSchema.SESSION, session);
        draft.dependsOn(PaymentSchema.SESSION, session.id().value());
        isHeld = true;
      }
    }
    // Whoever starts a session in the same moment is noticed: it ends with the call, too.
    if (!isHeld) {
      draft.needsFree(hold(call));
    }
    return changed;
  }

  /// These sessions were changed by a decision that was made elsewhere.
  public void forget(List<SessionId> changed) {
    changed.forEach(cache::forget);
  }

  /// The session that is open on a call and allows no other beside it.
  public Optional<SessionId> holder(CallSid call) {
    return store.holder(hold(call)).map(SessionId::new);
  }

  /// What a session holds while no other may start on its call.
  public static Append.Hold hold(CallSid call) {
    return new Append.Hold(SessionId.KIND, call.value());
  }

  /// The session of this id.
  public Optional<PaySession> find(SessionId id) {
    return store.load(PaymentSchema.SESSION, id.value());
  }

  /// The session that a Payment belongs to.
  public Optional<PaySession> find(PaymentSid payment) {
    final Query query = Query.ALL.with(PaymentSchema.PAYMENT, payment.value()).atMost(1);
    return store.find(PaymentSchema.SESSION, query).stream().findFirst();
  }

  /// Sessions by what is asked for, newest first.
  public List<PaySession> find(SessionQuery query) {
    return store.find(PaymentSchema.SESSION, query.toQuery());
  }

  /// The same without those that cannot be read: for showing.
  public List<PaySession> list(SessionQuery query) {
    return store.findReadable(PaymentSchema.SESSION, query.toQuery());
  }

  /// Takes one input until it is durable.
  PaySession apply(SessionId id, Input input, Optional<Stamp> stamp, Origin origin) {
    return apply(id, input, stamp, Optional.empty(), origin);
  }

  /// Whether time alone leads a session anywhere.
  boolean hasDeadline(PaySession session) {
    return decider.due(session).isPresent();
  }

  /// Takes what became of an instruction, which settles its task. Once another attempt has begun,
  /// because this one took longer than its lease, it settles nothing.
  void settle(SessionId id, Task task, Input input, Origin origin) {
    if (isSettled(id, task, input, origin)
        || !(input instanceof Input.Answered(long number, Instruction what, _, Answer answer))) {
      return;
    }
    final Input late = new Input.Answered(number, what, Input.Attempt.LATE, answer);
    apply(id, late, Optional.empty(), origin);
  }

  /// @return false when the lease was lost: nothing has changed
  private boolean isSettled(SessionId id, Task task, Input input, Origin origin) {
    try {
      apply(id, input, Optional.empty(), Optional.of(task), origin);
      return true;
    } catch (LeaseLostException lost) {
      return false;
    }
  }

  /// Another attempt at the task has begun.
  private static final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LeaseLostException(Task.Id task) {
      super("the lease of " + task + " is over, and another attempt has begun");
    }
  }

  /// @param settled the task that the input settles
  private PaySession apply(
      SessionId id, Input input, Optional<Stamp> stamp, Optional<Task> settled, Origin origin) {
    synchronized (locks[Math.floorMod(id.hashCode(), STRIPES)]) {
      if (!(input instanceof Input.Arrived)) {
        // Callbacks are recorded, and the append notices what another node has written meanwhile.
        // An input that changes nothing, or is refused, must not be decided on what has passed.
        cache.forget(id);
      }
      for (int race = 0; race < MAX_RACES; race++) {
        final PaySession now = current(id);
        final Decision decision = decider.decide(now, input, kernel.scheduler().now(), origin);
        if (decision.events().isEmpty()) {
          settled.ifPresent(kernel.outbox()::done);
          decision.digits().ifPresent(kernel.feed()::publish);
          return now;
        }
        final SessionChange change = change(now, decision);
        final Append changed =
            SessionChange.append(
                List.of(change),
                Map.of(),
                projection,
                input,
                stamp.map(key -> key.on(id.stream())));
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
            return repeated(stamp.orElseThrow(), seen.request());
          }
          case EventStore.Held held ->
              throw new IllegalStateException(id + " held its call, now " + held.holder());
        }
      }
    }
    throw tooManyWriters(id);
  }

  private static StoreUnavailableException tooManyWriters(Object on) {
    return new StoreUnavailableException("too many writers on " + on, new IllegalStateException());
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

  private PaySession repeated(Stamp stamp, Append.RequestKey seen) {
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
    Append.RequestKey on(StreamId stream) {
      return new Append.RequestKey(owner, key, fingerprint, stream);
    }
  }
}
