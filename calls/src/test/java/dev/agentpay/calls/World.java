package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Schema;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.TwilioModel;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A contact centre on virtual time: two nodes that share a store, agents who click, a supervisor,
/// a PBX, customers who call and type, and a Twilio that misbehaves. Replays exactly from its seed.
final class World {
  static final List<AgentId> AGENTS =
      List.of(new AgentId("alice"), new AgentId("bob"), new AgentId("carol"), new AgentId("dave"));

  /// The PBX knows its calls under these, and uses them again.
  static final List<Uui> UUIS = List.of(new Uui("u-1"), new Uui("u-2"), new Uui("u-3"));

  static final Duration UUI_KEPT = Duration.ofSeconds(60);
  static final Duration CALL_CHECK = Duration.ofSeconds(60);
  private static final Duration SHIFT = Duration.ofMinutes(4);
  private static final Duration AFTERWARDS = Duration.ofMinutes(10);
  private static final int CALLS = 12;

  private final Stage stage;
  private final MemoryStore store =
      new MemoryStore(Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA));
  private final Invariants invariants;
  private final TwilioModel payments;
  private final CallModel model;
  private final Nodes nodes;

  /// @param badness from 0, nothing goes wrong, to 1
  World(long seed, double badness) {
    this(seed, badness, Trace.none());
  }

  World(long seed, double badness, Trace trace) {
    stage = Stage.of(seed, badness, trace);
    invariants = new Invariants(stage);
    payments =
        new TwilioModel(stage.random(), stage.outside(), badness, this::arrives, this::agrees);
    final Webhooks webhooks = new Webhooks(stage, invariants, this::on);
    model = new CallModel(stage, webhooks, invariants, payments);
    nodes = new Nodes(stage, store, invariants, model, payments);
    final Reality reality = new Reality(stage, model, invariants);
    invariants.watch(reality);
    invariants.watch(new EventRules(invariants));
    invariants.watch(
        (append, _) ->
            append.streams().stream()
                .map(Append.StreamAppend::after)
                .filter(PaySession.class::isInstance)
                .forEach(session -> agree((PaySession) session)));
    stage.every(Duration.ofSeconds(1), reality::look);
    final Instant end = stage.time().now().plus(SHIFT);
    new Staff(stage, model, invariants, this::on).work(end);
    for (int i = 0; i < CALLS; i++) {
      stage.in(100, (int) SHIFT.toMillis() * 4 / 5, model::begins);
    }
    if (badness > 0) {
      stage.in(0, 60_000, () -> losesTheStore(end));
    }
  }

  /// Any node does it.
  private <R> Optional<R> on(Function<Nodes.Server, R> request) {
    return nodes.on(request);
  }

  private boolean arrives(PaymentStatus status) {
    final Optional<Inbox.Taken> taken =
        nodes.on(server -> server.sessions.arrived(status, Optional.empty(), Webhooks.TWILIO));
    invariants.hold(
        !taken.equals(Optional.of(Inbox.Taken.NOT_OURS)), "nobody knows a Payment", status);
    invariants.hold(
        !taken.equals(Optional.of(Inbox.Taken.DEFERRED)), "a callback cannot be handled", status);
    return taken.isPresent();
  }

  private void agrees(SessionId charged) {
    invariants.sessions().stream().filter(s -> s.id().equals(charged)).forEach(this::agree);
  }

  /// The connector's ledger and a session's end agree, at any time.
  private void agree(PaySession session) {
    final long charges = payments.charges(session.id());
    final boolean saysPaid = session.state() == SessionState.PAID;
    invariants.hold(charges <= 1, "charged twice", session);
    invariants.hold(!saysPaid || charges == 1, "paid without a charge", session);
    final boolean isOpen =
        payments.isOpen(session)
            && invariants.call(session.request().call()).filter(Call::isLive).isPresent();
    final boolean isToBeCancelled =
        session.state().isFinal() || session.state() == SessionState.CANCELLING;
    invariants.hold(
        !isToBeCancelled || !isOpen || isWorkedOn(session), "nobody cancels its Payment", session);
    invariants.hold(
        charges == 0 || saysPaid || !session.state().isFinal(),
        "charged, and ended otherwise",
        payments.ways() + " " + session);
  }

  /// Whether an instruction of its waits to be sent.
  private boolean isWorkedOn(PaySession session) {
    return store.tasks().stream()
        .anyMatch(t -> t.queue().equals(session.stream().toString()) && !t.isDeadline());
  }

  /// The store is away for some seconds, again and again while agents work.
  private void losesTheStore(Instant until) {
    stage.trace().add(stage.time().now(), "store", () -> "is away");
    store.unavailable(true);
    invariants.disturbed();
    stage.in(
        0,
        10_000,
        () -> {
          stage.trace().add(stage.time().now(), "store", () -> "is back");
          store.unavailable(false);
          invariants.disturbed();
        });
    if (stage.time().now().isBefore(until)) {
      stage.in(20_000, 90_000, () -> losesTheStore(until));
    }
  }

  /// Until long after the shift.
  World live() {
    try {
      stage.time().runUntil(stage.time().now().plus(SHIFT).plus(AFTERWARDS));
    } catch (RuntimeException e) {
      invariants.broken("throws " + e.getClass().getSimpleName(), e.toString());
    }
    Endings.check(this, invariants, model, stage.badness() == 0);
    return this;
  }

  /// What did not hold, by kind.
  Map<String, String> broken() {
    return invariants.broken();
  }

  Collection<PaySession> sessions() {
    return invariants.sessions();
  }

  Collection<Call> calls() {
    return invariants.calls();
  }

  Collection<Agent> agents() {
    return invariants.agents();
  }

  List<EventEnvelope> log() {
    return store.log();
  }

  TwilioModel payments() {
    return payments;
  }
}
