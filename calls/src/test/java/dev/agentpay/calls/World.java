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

/// Simulated contact centre on virtual time: two nodes that share a store, agents, a supervisor, a
/// PBX, customers who call and enter digits, and a Twilio with faults. Replays exactly from its
/// seed.
final class World {
  static final List<AgentId> AGENTS =
      List.of(new AgentId("alice"), new AgentId("bob"), new AgentId("carol"), new AgentId("dave"));

  /// The PBX reuses these UUIs for its calls.
  static final List<Uui> UUIS = List.of(new Uui("u-1"), new Uui("u-2"), new Uui("u-3"));

  static final Duration UUI_KEPT = Duration.ofSeconds(60);
  static final Duration CALL_CHECK = Duration.ofSeconds(60);
  private static final Duration SHIFT = Duration.ofMinutes(4);
  private static final Duration AFTERWARDS = Duration.ofMinutes(10);
  private static final int CALLS = 12;

  private final Simulation simulation;
  private final MemoryStore store =
      new MemoryStore(Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA));
  private final Invariants invariants;
  private final TwilioModel payments;
  private final CallModel model;
  private final Nodes nodes;

  /// @param faultLevel from 0 (no faults) to 1 (most faults)
  World(long seed, double faultLevel) {
    this(seed, faultLevel, Trace.none());
  }

  World(long seed, double faultLevel, Trace trace) {
    simulation = Simulation.of(seed, faultLevel, trace);
    invariants = new Invariants(simulation);
    payments =
        new TwilioModel(
            simulation.random(),
            simulation.outside(),
            faultLevel,
            this::arrives,
            this::agreeWithLedger);
    final Webhooks webhooks = new Webhooks(simulation, invariants, this::on);
    model = new CallModel(simulation, webhooks, invariants, payments);
    nodes = new Nodes(simulation, store, invariants, model, payments);
    final TwilioConsistency twilioConsistency =
        new TwilioConsistency(simulation, model, invariants);
    invariants.watch(twilioConsistency);
    invariants.watch(new EventRules(invariants));
    invariants.watch(
        (append, _) ->
            append.streams().stream()
                .map(Append.StreamAppend::after)
                .filter(PaySession.class::isInstance)
                .forEach(session -> checkLedger((PaySession) session)));
    simulation.every(Duration.ofSeconds(1), twilioConsistency::check);
    final Instant end = simulation.time().now().plus(SHIFT);
    new Staff(simulation, model, invariants, this::on).work(end);
    for (int i = 0; i < CALLS; i++) {
      simulation.in(100, (int) SHIFT.toMillis() * 4 / 5, model::begin);
    }
    if (faultLevel > 0) {
      simulation.in(0, 60_000, () -> takeStoreDown(end));
    }
  }

  /// Sends a request to any node.
  private <R> Optional<R> on(Function<Nodes.Server, R> request) {
    return nodes.on(request);
  }

  private boolean arrives(PaymentStatus status) {
    final Optional<Inbox.Taken> taken =
        nodes.on(server -> server.sessions.receive(status, Optional.empty(), Webhooks.TWILIO));
    invariants.check(
        !taken.equals(Optional.of(Inbox.Taken.NOT_OURS)), "a Payment is unknown", status);
    invariants.check(
        !taken.equals(Optional.of(Inbox.Taken.DEFERRED)), "a callback cannot be handled", status);
    return taken.isPresent();
  }

  private void agreeWithLedger(SessionId charged) {
    invariants.sessions().stream().filter(s -> s.id().equals(charged)).forEach(this::checkLedger);
  }

  /// A session's state must agree with the connector's ledger at any time.
  private void checkLedger(PaySession session) {
    final long charges = payments.charges(session.id());
    final boolean saysPaid = session.state() == SessionState.PAID;
    invariants.check(charges <= 1, "charged twice", session);
    invariants.check(!saysPaid || charges == 1, "paid without a charge", session);
    final boolean isOpen =
        payments.isOpen(session)
            && invariants.call(session.request().call()).filter(Call::isLive).isPresent();
    final boolean isToBeCancelled =
        session.state().isFinal() || session.state() == SessionState.CANCELLING;
    invariants.check(
        !isToBeCancelled || !isOpen || isInOutbox(session),
        "an open Payment is not being cancelled",
        session);
    invariants.check(
        charges == 0 || saysPaid || !session.state().isFinal(),
        "charged, but the session ended as not paid",
        payments.variant() + " " + session);
  }

  /// Whether an instruction of the session is waiting to be sent.
  private boolean isInOutbox(PaySession session) {
    return store.tasks().stream()
        .anyMatch(t -> t.queue().equals(session.stream().toString()) && !t.isDeadline());
  }

  /// Makes the store unavailable for some seconds, repeatedly while agents work.
  private void takeStoreDown(Instant until) {
    simulation.trace().add(simulation.time().now(), "store", () -> "is unavailable");
    store.unavailable(true);
    invariants.faultOccurred();
    simulation.in(
        0,
        10_000,
        () -> {
          simulation.trace().add(simulation.time().now(), "store", () -> "is back");
          store.unavailable(false);
          invariants.faultOccurred();
        });
    if (simulation.time().now().isBefore(until)) {
      simulation.in(20_000, 90_000, () -> takeStoreDown(until));
    }
  }

  /// Runs until long after the shift, then checks the final state.
  World run() {
    try {
      simulation.time().runUntil(simulation.time().now().plus(SHIFT).plus(AFTERWARDS));
    } catch (RuntimeException e) {
      invariants.violation("throws " + e.getClass().getSimpleName(), e.toString());
    }
    FinalChecks.check(this, invariants, model, simulation.faultLevel() == 0);
    return this;
  }

  /// The first violation of each kind, by kind.
  Map<String, String> violations() {
    return invariants.violations();
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
