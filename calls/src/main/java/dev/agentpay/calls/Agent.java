package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Immutable snapshot of an agent, built from their events.
///
/// @param wantsCalls whether they said that they take calls
/// @param call the call that keeps them busy, ringing or answered
/// @param others further calls that keep them busy, oldest first
/// @param since when they last became ready, away, busy or free; the agent idle longest is rung
///   first
public record Agent(
    AgentId id,
    long version,
    boolean wantsCalls,
    Optional<CallSid> call,
    List<CallSid> others,
    Instant since)
    implements Aggregate {
  public Agent {
    others = List.copyOf(others);
  }

  static StreamId stream(AgentId id) {
    return CallSchema.AGENT.stream(id.value());
  }

  @Override
  public StreamId stream() {
    return stream(id);
  }

  @Override
  public Optional<AgentId> owner() {
    return Optional.of(id);
  }

  /// Whether they can be given a call now.
  public boolean isReady() {
    return wantsCalls && call.isEmpty();
  }

  /// An agent without events: away.
  public static Agent unknown(AgentId id) {
    return new Agent(id, 0, false, Optional.empty(), List.of(), Instant.EPOCH);
  }

  /// Whether this call keeps them busy, alone or among others.
  boolean isBusyWith(CallSid sid) {
    return call.equals(Optional.of(sid)) || others.contains(sid);
  }

  /// The agent's availability, derived from the fields.
  public AgentState state() {
    if (call.isPresent()) {
      return AgentState.BUSY;
    }
    return wantsCalls ? AgentState.READY : AgentState.AWAY;
  }

  static Agent evolve(Optional<Agent> before, EventEnvelope event) {
    return before.orElseGet(() -> unknown(new AgentId(event.stream().key()))).evolve(event);
  }

  /// Returns the agent after one more event.
  ///
  /// @throws IllegalStateException if the event does not have the next number, or if
  ///   [CallTransitions] does not allow the move
  public Agent evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    final Agent after = apply(recorded.number(), recorded.at(), (AgentEvent) recorded.event());
    CallTransitions.check(state(), recorded.event(), after.state());
    return after;
  }

  private Agent apply(long number, Instant at, AgentEvent event) {
    return switch (event) {
      case AgentEvent.AgentReady _ -> new Agent(id, number, true, call, others, at);
      case AgentEvent.AgentAway _ -> new Agent(id, number, false, call, others, at);
      case AgentEvent.AgentBusy busy -> withCalls(number, at, with(busy.call()));
      case AgentEvent.AgentFreed freed -> withCalls(number, at, without(freed.call()));
    };
  }

  /// Replaces the calls that keep them busy. The oldest stays first.
  private Agent withCalls(long number, Instant at, List<CallSid> busyWith) {
    final Optional<CallSid> first = busyWith.stream().findFirst();
    return new Agent(
        id,
        number,
        wantsCalls,
        first,
        busyWith.stream().skip(1).toList(),
        first.equals(call) ? since : at);
  }

  private List<CallSid> with(CallSid sid) {
    return Stream.concat(calls().stream(), Stream.of(sid)).distinct().toList();
  }

  private List<CallSid> without(CallSid sid) {
    return calls().stream().filter(other -> !other.equals(sid)).toList();
  }

  /// All calls that keep them busy, oldest first.
  List<CallSid> calls() {
    return Stream.concat(call.stream(), others.stream()).toList();
  }
}
