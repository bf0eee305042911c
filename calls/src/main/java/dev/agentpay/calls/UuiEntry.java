package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Immutable snapshot of a UUI, built from its events: its calls and its waiting claim.
///
/// @param calls customers' calls under the UUI, oldest first; only the latest [#MAX_CALLS] are kept
/// @param awaited the claim that waits for a call
public record UuiEntry(Uui uui, long version, List<Mapped> calls, Optional<Awaited> awaited)
    implements Aggregate {
  /// Maximum number of calls kept. One conversation is transferred or redialled a few times at
  /// most.
  public static final int MAX_CALLS = 16;

  public UuiEntry {
    calls = List.copyOf(calls);
  }

  /// A call under the UUI, and when it was mapped.
  public record Mapped(CallSid call, Instant at) {}

  /// The agent who claimed the call, and when.
  public record Awaited(AgentId agent, Instant at) {}

  /// The entry of a UUI without events.
  public static UuiEntry unknown(Uui uui) {
    return new UuiEntry(uui, 0, List.of(), Optional.empty());
  }

  @Override
  public StreamId stream() {
    return CallSchema.UUI.stream(uui.value());
  }

  @Override
  public Optional<AgentId> owner() {
    return awaited.map(Awaited::agent);
  }

  /// Returns the calls that have not expired, oldest first.
  ///
  /// @param kept how long a mapping is valid
  public List<CallSid> calls(Instant now, Duration kept) {
    return calls.stream().filter(m -> m.at.plus(kept).isAfter(now)).map(Mapped::call).toList();
  }

  /// Returns the agent whose claim waits, unless the claim has expired.
  ///
  /// @param kept how long a claim waits
  public Optional<AgentId> awaitedBy(Instant now, Duration kept) {
    return awaited.filter(a -> a.at.plus(kept).isAfter(now)).map(Awaited::agent);
  }

  /// Returns the entry after one more event.
  ///
  /// @throws IllegalStateException if the event does not have the next number, or if
  ///   [CallTransitions] does not allow the move
  public UuiEntry evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    final UuiEntry after = apply(recorded.number(), recorded);
    CallTransitions.check(state(), recorded.event(), after.state());
    return after;
  }

  static UuiEntry evolve(Optional<UuiEntry> before, EventEnvelope event) {
    return before.orElseGet(() -> unknown(new Uui(event.stream().key()))).evolve(event);
  }

  /// Whether a claim waits; it may have expired.
  public UuiState state() {
    return awaited.isPresent() ? UuiState.AWAITED : UuiState.KNOWN;
  }

  private UuiEntry apply(long number, EventEnvelope recorded) {
    return switch ((UuiEvent) recorded.event()) {
      case UuiEvent.UuiMapped mapped ->
          new UuiEntry(uui, number, with(mapped.call(), recorded.at()), awaited);
      case UuiEvent.UuiAwaited by ->
          new UuiEntry(uui, number, calls, Optional.of(new Awaited(by.agent(), recorded.at())));
      case UuiEvent.UuiLeft _, UuiEvent.UuiServed _ ->
          new UuiEntry(uui, number, calls, Optional.empty());
    };
  }

  private List<Mapped> with(CallSid call, Instant at) {
    final List<Mapped> all =
        Stream.concat(
                calls.stream().filter(m -> !m.call.equals(call)), Stream.of(new Mapped(call, at)))
            .toList();
    return all.subList(Math.max(0, all.size() - MAX_CALLS), all.size());
  }
}
