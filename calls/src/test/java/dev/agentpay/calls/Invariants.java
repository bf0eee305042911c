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

/// What must hold after every append, checked on what it has changed.
final class Invariants {
  private final Stage stage;
  private final Map<CallSid, Call> calls = new LinkedHashMap<>();
  private final Map<AgentId, Agent> agents = new LinkedHashMap<>();
  private final Map<SessionId, PaySession> sessions = new LinkedHashMap<>();
  private final Map<String, String> broken = new LinkedHashMap<>();
  private Instant disturbed = Instant.EPOCH;
  private Instant lastOvertaken = Instant.EPOCH;
  private long overtaken;
  private final List<Watcher> watchers = new ArrayList<>();

  /// More that must hold after an append.
  interface Watcher {
    /// @param before the calls as they were
    void accept(Append append, Map<CallSid, Call> before);
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  Invariants(Stage stage) {
    this.stage = stage;
  }

  /// What did not hold, by kind: the first of each, and when.
  Map<String, String> broken() {
    return broken;
  }

  void broken(String kind, String details) {
    stage.trace().add(stage.time().now(), "WORLD", () -> "BROKEN: " + kind + ": " + details);
    broken.putIfAbsent(kind, stage.time().now() + " " + details);
  }

  void hold(boolean holds, String kind, Object details) {
    if (!holds) {
      broken(kind, details.toString());
    }
  }

  /// A process has died, the store is away, or a request to Twilio is lost: what was to be done at
  /// once is done later.
  void disturbed() {
    disturbed = stage.time().now();
  }

  /// Somebody got in between somebody else: what was just written need not hold any more.
  void overtaken() {
    overtaken++;
    lastOvertaken = stage.time().now();
  }

  /// Whether nobody got in between anybody lately: what was read is what is written to.
  boolean isQuiet() {
    return lastOvertaken.plusSeconds(2).isBefore(stage.time().now());
  }

  long timesOvertaken() {
    return overtaken;
  }

  Instant lastDisturbed() {
    return disturbed;
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
    append.events().forEach(e -> stage.trace().add(e.at(), writer, () -> line(e)));
    final Set<AgentId> touched = new HashSet<>();
    final Map<CallSid, Call> before = new LinkedHashMap<>(calls);
    append.streams().forEach(stream -> take(stream.after(), touched));
    touched.forEach(this::isBusyExactlyWhileKept);
    watchers.forEach(watcher -> watcher.accept(append, before));
    for (Append.StreamAppend stream : append.streams()) {
      switch (stream.after()) {
        case Call call -> {
          hasOneOwner(call);
          stream.events().forEach(e -> isRungForOneCall(before, call, e));
          sessions.values().stream()
              .filter(s -> !s.state().isFinal() && s.request().call().equals(call.sid()))
              .forEach(this::isTheOwners);
        }
        case PaySession session -> {
          isTheOwners(session);
          if (stream.expectedVersion() == 0) {
            startsWithoutDoubt(session, stream.events().getFirst());
          }
        }
        default -> {}
      }
    }
  }

  private static String line(EventEnvelope e) {
    return "%s %d %s [%s]".formatted(e.stream(), e.number(), e.event(), e.origin().cause());
  }

  private void take(Object after, Set<AgentId> touched) {
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

  private void isBusyExactlyWhileKept(AgentId id) {
    final Agent agent = agent(id);
    final List<CallSid> keepers =
        calls.values().stream()
            .filter(call -> call.isLive() && call.keeps(id))
            .map(Call::sid)
            .toList();
    if (agent.call().isPresent()) {
      hold(keepers.contains(agent.call().get()), "busy for nothing", List.of(agent, keepers));
    } else {
      hold(keepers.isEmpty(), "free while a call keeps them", List.of(agent, keepers));
    }
  }

  private void hasOneOwner(Call call) {
    hold(
        call.ringing().isEmpty() || call.agent().isEmpty() || call.ringing().equals(call.agent()),
        "a call is one's and rings for another",
        call);
  }

  /// Except who was given a call by a supervisor, or claimed it, before it rings for them.
  private void isRungForOneCall(Map<CallSid, Call> before, Call call, EventEnvelope event) {
    if (event.event() instanceof CallEvent.AgentRung(AgentId agent)) {
      final boolean wasTheirs =
          Optional.ofNullable(before.get(call.sid())).filter(c -> c.isOf(agent)).isPresent();
      final boolean isKept =
          before.values().stream().anyMatch(c -> !c.sid().equals(call.sid()) && c.keeps(agent));
      hold(wasTheirs || !isKept, "rung while another call keeps them", List.of(agent, call));
    }
  }

  private void isTheOwners(PaySession session) {
    final Optional<Call> known = call(session.request().call());
    final Optional<Call> call = known.filter(Call::isLive);
    if (known.isPresent() && call.isEmpty()) {
      hold(
          !session.state().isBeforeSubmit() && session.state() != SessionState.CANCELLING,
          "a payment outlives its call",
          List.of(session, known.get()));
    }
    if (session.holdsCall() && call.isPresent()) {
      hold(
          call.get().owner().equals(Optional.of(session.agent())),
          "a payment on another's call",
          List.of(session, call.get()));
    }
  }

  private void startsWithoutDoubt(PaySession started, EventEnvelope first) {
    hold(first.event() instanceof SessionEvent.SessionStarted, "starts otherwise", first);
    if (first.origin().cause().equals(Staff.UNCONFIRMED_START)) {
      sessions.values().stream()
          .filter(s -> s.request().call().equals(started.request().call()))
          .filter(s -> s.state().mayHaveCharged() && !s.id().equals(started.id()))
          .forEach(s -> broken("started in spite of doubt", started.id() + " after " + s.id()));
    }
  }
}
