package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Decisions;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Projection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives each signed-in agent a Sync service of their own, out of a few. A Sync token opens its
/// whole service, and existing clients act on everything in it: two agents in one service would see
/// and touch each other's payments. Every method blocks until what it changed is durable.
public final class SyncLeases {
  private final List<String> pool;
  private final Kernel kernel;
  private final Decisions decisions;

  /// @param pool the services there are, `IS…`
  public SyncLeases(Kernel kernel, List<String> pool) {
    this.pool = List.copyOf(pool);
    this.kernel = kernel;
    this.decisions = new Decisions(kernel, Projection.NONE);
  }

  /// A service that an agent has now.
  ///
  /// @param before who had it before, when that was another and it has not been emptied since: what
  ///   they left in it is not for this agent to see
  public record Lease(String service, Optional<AgentId> before) {}

  /// The services there are.
  public List<String> pool() {
    return pool;
  }

  /// Gives the agent the service that is theirs already, else one that is nobody's now: of those
  /// the one that was last theirs, or was given up the longest ago.
  ///
  /// @param until when the token ends that will open it
  /// @return empty when every service is another agent's
  public Optional<Lease> take(AgentId agent, Instant until, Origin origin) {
    final Instant now = kernel.scheduler().now();
    final List<SyncLease> free =
        pool.stream()
            .map(this::find)
            .filter(lease -> lease.holder(now).map(agent::equals).orElse(true))
            .sorted(
                Comparator.comparing((SyncLease lease) -> lease.holder(now).isEmpty())
                    .thenComparing(lease -> !lease.agent().equals(Optional.of(agent)))
                    .thenComparing(SyncLease::until))
            .toList();
    for (SyncLease lease : free) {
      final Optional<Lease> taken = take(lease.service(), agent, until, origin);
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  /// A service that was given to an agent has been emptied.
  public void emptied(String service, Origin origin) {
    decisions.make(
        service,
        origin,
        draft -> {
          if (draft.find(CompatSchema.LEASE, service).flatMap(SyncLease::before).isPresent()) {
            draft.record(CompatSchema.LEASE, service, new SyncEvent.SyncEmptied(service));
          }
          return service;
        });
  }

  /// The service that is the agent's now, and has nothing of another's in it.
  public Optional<String> of(AgentId agent) {
    final Instant now = kernel.scheduler().now();
    return pool.stream()
        .map(this::find)
        .filter(lease -> lease.holder(now).equals(Optional.of(agent)) && lease.before().isEmpty())
        .map(SyncLease::service)
        .findFirst();
  }

  private Optional<Lease> take(String service, AgentId agent, Instant until, Origin origin) {
    return decisions.make(
        service,
        origin,
        draft -> {
          final boolean isFree =
              draft
                  .find(CompatSchema.LEASE, service)
                  .flatMap(lease -> lease.holder(draft.at()))
                  .map(agent::equals)
                  .orElse(true);
          return isFree
              ? Optional.of(
                  new Lease(
                      service,
                      draft
                          .record(
                              CompatSchema.LEASE,
                              service,
                              new SyncEvent.SyncLeased(service, agent, until))
                          .before()))
              : Optional.empty();
        });
  }

  private SyncLease find(String service) {
    return kernel
        .store()
        .load(CompatSchema.LEASE, service)
        .orElseGet(() -> SyncLease.unknown(service));
  }
}
