package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import java.time.Instant;
import java.util.Optional;

/// Whose a Sync service is at the moment: what its events add up to.
///
/// @param service `IS…`
/// @param agent whose it was given to last
/// @param before who had it before and may have left things in it, until it has been emptied
/// @param until when the last token that opens it ends
public record SyncLease(
    String service, long version, Optional<AgentId> agent, Optional<AgentId> before, Instant until)
    implements Aggregate {

  /// A service that was never given to anybody.
  public static SyncLease unknown(String service) {
    return new SyncLease(service, 0, Optional.empty(), Optional.empty(), Instant.EPOCH);
  }

  @Override
  public StreamId stream() {
    return CompatSchema.LEASE.stream(service);
  }

  @Override
  public Optional<AgentId> owner() {
    return Optional.empty(); // an administrator's matter
  }

  /// Who may open it now.
  public Optional<AgentId> holder(Instant now) {
    return agent.filter(_ -> until.isAfter(now));
  }

  static SyncLease evolve(Optional<SyncLease> before, EventEnvelope event) {
    return before.orElseGet(() -> unknown(event.stream().key())).evolve(event);
  }

  /// The lease after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next
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
        // A token that was given out earlier goes on opening it.
        isSame && until.isAfter(leased.until()) ? until : leased.until());
  }
}
