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

/// Leases a Sync service from a pool to each signed-in agent. A Sync token gives access to a whole
/// service, and existing clients act on everything in it, so two agents in one service would see
/// and change each other's payments. Changes are durable when a method returns.
public final class SyncLeases {
  private final List<String> pool;
  private final Kernel kernel;
  private final Decisions decisions;

  /// @param pool the sids of the configured services, `IS…`
  public SyncLeases(Kernel kernel, List<String> pool) {
    this.pool = List.copyOf(pool);
    this.kernel = kernel;
    this.decisions = new Decisions(kernel, Projection.NONE);
  }

  /// A service that is leased to an agent.
  ///
  /// @param previousAgent the agent whose data is still in the service and must be deleted first;
  ///   empty if there is none
  public record Lease(String service, Optional<AgentId> previousAgent) {}

  /// The sids of the configured services.
  public List<String> pool() {
    return pool;
  }

  /// Leases a service to the agent: the one that they hold already, or else a free one. Of the free
  /// ones, prefers the one that the agent held last, then the one whose lease ended first.
  ///
  /// @param until when the lease ends
  /// @return empty if all services are leased to other agents
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

  /// Records that the previous agent's data was deleted from a service.
  public void markEmptied(String service, Origin origin) {
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

  /// Returns the service that the agent holds; empty if they hold none, or if it still contains
  /// another agent's data.
  public Optional<String> serviceOf(AgentId agent) {
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
