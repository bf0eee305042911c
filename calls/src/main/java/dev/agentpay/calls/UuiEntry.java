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

/// What is known under one UUI: what its events add up to.
///
/// @param calls the customers' calls under it, oldest first, at most [#MAX_CALLS]: older ones are
///   forgotten
/// @param awaited the claim that waits for a call
public record UuiEntry(Uui uui, long version, List<Mapped> calls, Optional<Awaited> awaited)
    implements Aggregate {
  /// One conversation is transferred and dialled again some times, not more.
  public static final int MAX_CALLS = 16;

  public UuiEntry {
    calls = List.copyOf(calls);
  }

  /// A call under the UUI, since when.
  public record Mapped(CallSid call, Instant at) {}

  /// Who waits for the call, since when.
  public record Awaited(AgentId agent, Instant at) {}

  /// A UUI under which nothing was ever known.
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

  /// The calls under it that are not forgotten yet, oldest first.
  ///
  /// @param kept how long an entry is good
  public List<CallSid> calls(Instant now, Duration kept) {
    return calls.stream().filter(m -> m.at.plus(kept).isAfter(now)).map(Mapped::call).toList();
  }

  /// Who waits, unless it was so long ago that nobody does any more.
  ///
  /// @param kept how long a claim waits
  public Optional<AgentId> awaitedBy(Instant now, Duration kept) {
    return awaited.filter(a -> a.at.plus(kept).isAfter(now)).map(Awaited::agent);
  }

  /// The entry after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next
  public UuiEntry evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    final UuiEntry after = changed(recorded.number(), recorded);
    CallTransitions.check(state(), recorded.event(), after.state());
    return after;
  }

  static UuiEntry evolve(Optional<UuiEntry> before, EventEnvelope event) {
    return before.orElseGet(() -> unknown(new Uui(event.stream().key()))).evolve(event);
  }

  /// Whether a claim waits.
  public UuiState state() {
    return awaited.isPresent() ? UuiState.AWAITED : UuiState.KNOWN;
  }

  private UuiEntry changed(long number, EventEnvelope recorded) {
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
