package dev.agentpay.core;

import java.time.Instant;
import java.util.Optional;

/// Whose a Sync service is at the moment: what its events add up to.
///
/// @param service `IS…`
/// @param agent whose it was given to last
/// @param until when the last token that opens it ends
public record SyncLease(String service, long version, Optional<AgentId> agent, Instant until)
    implements Aggregate {

  /// A service that was never given to anybody.
  public static SyncLease unknown(String service) {
    return new SyncLease(service, 0, Optional.empty(), Instant.EPOCH);
  }

  static StreamId stream(String service) {
    return new StreamId(StreamId.Kind.SYNC, service);
  }

  @Override
  public StreamId stream() {
    return stream(service);
  }

  @Override
  public Optional<AgentId> owner() {
    return agent;
  }

  /// Who may open it now.
  public Optional<AgentId> holder(Instant now) {
    return agent.filter(_ -> until.isAfter(now));
  }

  /// The lease after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next
  public SyncLease after(Recorded recorded) {
    if (recorded.number() != version + 1) {
      throw new IllegalStateException(
          "%s has %d events, number %d does not follow"
              .formatted(stream(), version, recorded.number()));
    }
    final SyncEvent.SyncLeased leased = (SyncEvent.SyncLeased) recorded.event();
    // A token that was given out earlier goes on opening it.
    final boolean isSame = agent.equals(Optional.of(leased.agent()));
    return new SyncLease(
        service,
        recorded.number(),
        Optional.of(leased.agent()),
        isSame && until.isAfter(leased.until()) ? until : leased.until());
  }
}
