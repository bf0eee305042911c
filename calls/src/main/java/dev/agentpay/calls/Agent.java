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

/// Somebody who takes calls: what their events add up to.
///
/// @param wantsCalls whether they said that they are ready
/// @param call the call that keeps them busy, ringing or answered
/// @param others further calls that keep them, the longest first
/// @param since when they last became ready, away, busy or free: who is idle longest is rung first
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

  /// Whether a call may be given to them now.
  public boolean isReady() {
    return wantsCalls && call.isEmpty();
  }

  /// Somebody of whom nothing was ever recorded: away.
  public static Agent unknown(AgentId id) {
    return new Agent(id, 0, false, Optional.empty(), List.of(), Instant.EPOCH);
  }

  /// Whether this call keeps them, alone or among others.
  boolean isKeptBy(CallSid sid) {
    return call.equals(Optional.of(sid)) || others.contains(sid);
  }

  /// Whether a call may be given to them.
  public AgentState state() {
    if (call.isPresent()) {
      return AgentState.BUSY;
    }
    return wantsCalls ? AgentState.READY : AgentState.AWAY;
  }

  static Agent evolve(Optional<Agent> before, EventEnvelope event) {
    return before.orElseGet(() -> unknown(new AgentId(event.stream().key()))).evolve(event);
  }

  /// The agent after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next, or [CallTransitions]
  ///   does not know its move
  public Agent evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    final Agent after = changed(recorded.number(), recorded.at(), (AgentEvent) recorded.event());
    CallTransitions.check(state(), recorded.event(), after.state());
    return after;
  }

  private Agent changed(long number, Instant at, AgentEvent event) {
    return switch (event) {
      case AgentEvent.AgentReady _ -> new Agent(id, number, true, call, others, at);
      case AgentEvent.AgentAway _ -> new Agent(id, number, false, call, others, at);
      case AgentEvent.AgentBusy busy -> kept(number, at, with(busy.call()));
      case AgentEvent.AgentFreed freed -> kept(number, at, without(freed.call()));
    };
  }

  /// The first call that keeps them stays the first.
  private Agent kept(long number, Instant at, List<CallSid> by) {
    final Optional<CallSid> first = by.stream().findFirst();
    return new Agent(
        id,
        number,
        wantsCalls,
        first,
        by.stream().skip(1).toList(),
        first.equals(call) ? since : at);
  }

  private List<CallSid> with(CallSid sid) {
    return Stream.concat(calls().stream(), Stream.of(sid)).distinct().toList();
  }

  private List<CallSid> without(CallSid sid) {
    return calls().stream().filter(other -> !other.equals(sid)).toList();
  }

  /// Every call that keeps them, the longest first.
  List<CallSid> calls() {
    return Stream.concat(call.stream(), others.stream()).toList();
  }
}
