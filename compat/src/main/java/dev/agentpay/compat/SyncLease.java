package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import java.time.Instant;
import java.util.Optional;

/// The lease of a Sync service, derived from its events.
///
/// @param service the sid, `IS…`
/// @param agent the agent to whom it was leased last
/// @param before the previous agent, if their data may still be in the service; empty once it has
///   been deleted
/// @param until when the lease ends, which is after the last token for the service expires
public record SyncLease(
    String service, long version, Optional<AgentId> agent, Optional<AgentId> before, Instant until)
    implements Aggregate {

  /// Returns a service that was never leased.
  public static SyncLease unknown(String service) {
    return new SyncLease(service, 0, Optional.empty(), Optional.empty(), Instant.EPOCH);
  }

  @Override
  public StreamId stream() {
    return CompatSchema.LEASE.stream(service);
  }

  @Override
  public Optional<AgentId> owner() {
    return Optional.empty(); // Agents do not see the events of Sync services.
  }

  /// Returns the agent who holds the lease now; empty if it has ended.
  public Optional<AgentId> holder(Instant now) {
    return agent.filter(_ -> until.isAfter(now));
  }

  static SyncLease evolve(Optional<SyncLease> before, EventEnvelope event) {
    return before.orElseGet(() -> unknown(event.stream().key())).evolve(event);
  }

  /// Returns the lease after one more event.
  ///
  /// @throws IllegalStateException if the event's number is not the next one
  public SyncLease evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    return switch ((SyncEvent) recorded.event()) {
      case SyncEvent.SyncEmptied _ ->
          new SyncLease(service, recorded.number(), agent, Optional.empty(), until);
      case SyncEvent.SyncLeased leased -> leased(leased, recorded.number());
    };
  }

  private SyncLease leased(SyncEvent.SyncLeased leased, long number) {
    final boolean isSame = agent.equals(Optional.of(leased.agent()));
    return new SyncLease(
        service,
        number,
        Optional.of(leased.agent()),
        isSame ? before : before.or(() -> agent),
        // A token that was issued earlier may be valid for longer.
        isSame && until.isAfter(leased.until()) ? until : leased.until());
  }
}
