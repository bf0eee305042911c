package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks invariants after every append, on what the append changed.
final class Invariants {
  private final Simulation simulation;
  private final Map<CallSid, Call> calls = new LinkedHashMap<>();
  private final Map<AgentId, Agent> agents = new LinkedHashMap<>();
  private final Map<SessionId, PaySession> sessions = new LinkedHashMap<>();
  private final Map<String, String> violations = new LinkedHashMap<>();
  private Instant lastFault = Instant.EPOCH;
  private Instant lastInterleaved = Instant.EPOCH;
  private long interleavings;
  private final List<Watcher> watchers = new ArrayList<>();

  /// Further check after each append.
  interface Watcher {
    /// @param before the calls before the append
    void accept(Append append, Map<CallSid, Call> before);
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  Invariants(Simulation simulation) {
    this.simulation = simulation;
  }

  /// The first violation of each kind, with its time.
  Map<String, String> violations() {
    return violations;
  }

  void violation(String kind, String details) {
    simulation
        .trace()
        .add(simulation.time().now(), "WORLD", () -> "VIOLATION: " + kind + ": " + details);
    violations.putIfAbsent(kind, simulation.time().now() + " " + details);
  }

  void check(boolean holds, String kind, Object details) {
    if (!holds) {
      violation(kind, details.toString());
    }
  }

  /// Records a fault: a process died, the store is unavailable, or a request to Twilio was lost.
  /// Work that is normally done at once may be late.
  void faultOccurred() {
    lastFault = simulation.time().now();
  }

  /// Records that one process ran in the middle of another. State that was just written may have
  /// changed.
  void interleaved() {
    interleavings++;
    lastInterleaved = simulation.time().now();
  }

  /// Whether no process ran in the middle of another lately, so that decisions were based on
  /// current state.
  boolean isQuiet() {
    return lastInterleaved.plusSeconds(2).isBefore(simulation.time().now());
  }

  long interleavings() {
    return interleavings;
  }

  Instant lastFault() {
    return lastFault;
  }

  Collection<Call> calls() {
    return calls.values();
  }

  Collection<Agent> agents() {
    return agents.values();
  }

  Collection<PaySession> sessions() {
    return sessions.values();
  }

  Optional<Call> call(CallSid sid) {
    return Optional.ofNullable(calls.get(sid));
  }

  Agent agent(AgentId id) {
    return agents.getOrDefault(id, Agent.unknown(id));
  }

  void appended(Append append, String writer) {
    append.events().forEach(e -> simulation.trace().add(e.at(), writer, () -> line(e)));
    final Set<AgentId> touched = new HashSet<>();
    final Map<CallSid, Call> before = new LinkedHashMap<>(calls);
    append.streams().forEach(stream -> update(stream.after(), touched));
    touched.forEach(this::checkBusyState);
    watchers.forEach(watcher -> watcher.accept(append, before));
    for (Append.StreamAppend stream : append.streams()) {
      switch (stream.after()) {
        case Call call -> {
          checkSingleOwner(call);
          stream.events().forEach(e -> checkRungForOneCall(before, call, e));
          sessions.values().stream()
              .filter(s -> !s.state().isFinal() && s.request().call().equals(call.sid()))
              .forEach(this::checkPaymentOwner);
        }
        case PaySession session -> {
          checkPaymentOwner(session);
          if (stream.expectedVersion() == 0) {
            checkStart(session, stream.events().getFirst());
          }
        }
        default -> {}
      }
    }
  }

  private static String line(EventEnvelope e) {
    return "%s %d %s [%s]".formatted(e.stream(), e.number(), e.event(), e.origin().cause());
  }

  private void update(Object after, Set<AgentId> touched) {
    switch (after) {
      case Call call -> {
        Optional.ofNullable(calls.put(call.sid(), call))
            .flatMap(Call::owner)
            .ifPresent(touched::add);
        call.owner().ifPresent(touched::add);
      }
      case Agent agent -> {
        agents.put(agent.id(), agent);
        touched.add(agent.id());
      }
      case PaySession session -> sessions.put(session.id(), session);
      default -> {}
    }
  }

  private void checkBusyState(AgentId id) {
    final Agent agent = agent(id);
    final List<CallSid> keepers =
        calls.values().stream()
            .filter(call -> call.isLive() && call.keeps(id))
            .map(Call::sid)
            .toList();
    if (agent.call().isPresent()) {
      check(
          keepers.contains(agent.call().get()),
          "busy although no call keeps them busy",
          List.of(agent, keepers));
    } else {
      check(keepers.isEmpty(), "free although a call keeps them busy", List.of(agent, keepers));
    }
  }

  private void checkSingleOwner(Call call) {
    check(
        call.ringing().isEmpty() || call.agent().isEmpty() || call.ringing().equals(call.agent()),
        "a call has an owner and rings for another agent",
        call);
  }

  /// An agent is not rung while another call keeps them busy, unless they claimed or were assigned
  /// the call before it rings.
  private void checkRungForOneCall(Map<CallSid, Call> before, Call call, EventEnvelope event) {
    if (event.event() instanceof CallEvent.AgentRung(AgentId agent)) {
      final boolean wasTheirs =
          Optional.ofNullable(before.get(call.sid())).filter(c -> c.isOf(agent)).isPresent();
      final boolean isKept =
          before.values().stream().anyMatch(c -> !c.sid().equals(call.sid()) && c.keeps(agent));
      check(wasTheirs || !isKept, "rung while another call keeps them busy", List.of(agent, call));
    }
  }

  private void checkPaymentOwner(PaySession session) {
    final Optional<Call> known = call(session.request().call());
    final Optional<Call> call = known.filter(Call::isLive);
    if (known.isPresent() && call.isEmpty()) {
      check(
          !session.state().isBeforeSubmit() && session.state() != SessionState.CANCELLING,
          "a payment outlives its call",
          List.of(session, known.get()));
    }
    if (session.holdsCall() && call.isPresent()) {
      check(
          call.get().owner().equals(Optional.of(session.agent())),
          "a payment on another agent's call",
          List.of(session, call.get()));
    }
  }

  private void checkStart(PaySession started, EventEnvelope first) {
    check(
        first.event() instanceof SessionEvent.SessionStarted,
        "the first event is not SessionStarted",
        first);
    if (first.origin().cause().equals(Staff.UNCONFIRMED_START)) {
      sessions.values().stream()
          .filter(s -> s.request().call().equals(started.request().call()))
          .filter(s -> s.state().mayHaveCharged() && !s.id().equals(started.id()))
          .forEach(
              s ->
                  violation(
                      "started while an earlier payment may have charged",
                      started.id() + " after " + s.id()));
    }
  }
}
