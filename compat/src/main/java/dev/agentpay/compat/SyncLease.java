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
/// @param page the agent's page, if it takes calls
public record SyncLease(
    String service,
    long version,
    Optional<AgentId> agent,
    Optional<AgentId> before,
    Instant until,
    Optional<Page> page)
    implements Aggregate {

  /// A page with a softphone.
  ///
  /// @param until when the softphone's token expires
  /// @param left whether it is gone
  public record Page(Instant until, boolean left) {}

  /// Returns a service that was never leased.
  public static SyncLease unknown(String service) {
    return new SyncLease(
        service, 0, Optional.empty(), Optional.empty(), Instant.EPOCH, Optional.empty());
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
          new SyncLease(service, recorded.number(), agent, Optional.empty(), until, page);
      case SyncEvent.PageOpened opened ->
          withPage(recorded.number(), new Page(opened.until(), false));
      case SyncEvent.PageLeft _ ->
          withPage(recorded.number(), new Page(page.map(Page::until).orElse(recorded.at()), true));
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
        isSame && until.isAfter(leased.until()) ? until : leased.until(),
        isSame ? page : Optional.empty());
  }

  private SyncLease withPage(long number, Page now) {
    return new SyncLease(service, number, agent, before, until, Optional.of(now));
  }
}
