package dev.agentpay.core;

import java.time.Instant;
import java.util.Optional;

/// Somebody who takes calls: what their events add up to.
///
/// @param wantsCalls whether they said that they are ready
/// @param call the call that keeps them busy, ringing or answered
/// @param since when they last became ready, away, busy or free: who is idle longest is rung first
public record Agent(
    AgentId id, long version, boolean wantsCalls, Optional<CallSid> call, Instant since)
    implements Aggregate {

  @Override
  public StreamId stream() {
    return id.stream();
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
    return new Agent(id, 0, false, Optional.empty(), Instant.EPOCH);
  }

  /// The agent after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next
  public Agent after(Recorded recorded) {
    if (recorded.number() != version + 1) {
      throw new IllegalStateException(
          "%s has %d events, number %d does not follow".formatted(id, version, recorded.number()));
    }
    final Instant at = recorded.at();
    return switch ((AgentEvent) recorded.event()) {
      case AgentEvent.AgentReady _ -> new Agent(id, recorded.number(), true, call, at);
      case AgentEvent.AgentAway _ -> new Agent(id, recorded.number(), false, call, at);
      case AgentEvent.AgentBusy busy ->
          new Agent(id, recorded.number(), wantsCalls, Optional.of(busy.call()), at);
      case AgentEvent.AgentFreed freed ->
          call.equals(Optional.of(freed.call()))
              ? new Agent(id, recorded.number(), wantsCalls, Optional.empty(), at)
              : new Agent(id, recorded.number(), wantsCalls, call, since);
    };
  }
}
