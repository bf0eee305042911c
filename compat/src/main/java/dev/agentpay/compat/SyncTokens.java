package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.sync.SyncRest;
import dev.agentpay.twilio.token.AccessTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Issues Sync tokens. Each agent's token gives access to a service that no other agent can access
/// and that contains no data of its previous agent.
final class SyncTokens {
  /// How much longer the lease is than the token, because clocks differ.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final SyncLeases leases;
  private final AccessTokens tokens;
  private final Supplier<SyncRest> sync;
  private final InstantSource clock;

  SyncTokens(SyncLeases leases, AccessTokens tokens, Supplier<SyncRest> sync, InstantSource clock) {
    this.leases = leases;
    this.tokens = tokens;
    this.sync = sync;
    this.clock = clock;
  }

  /// A token and the service to which it gives access. `toString` does not show the token.
  record IssuedToken(String token, String service) {
    @Override
    public String toString() {
      return "IssuedToken[" + service + "]";
    }
  }

  /// Leases a service to the agent and issues a token for it.
  ///
  /// @param more further grants of the token
  /// @throws RequestFailedException 409 if all services are leased to other agents, 503 if the
  ///   previous agent's data cannot be deleted now
  IssuedToken issue(AgentId agent, List<AccessTokens.Grant> more, Origin origin) {
    final String service = leaseService(agent, origin);
    final List<AccessTokens.Grant> grants = new ArrayList<>(more);
    grants.add(new AccessTokens.Sync(service));
    return new IssuedToken(tokens.issue(agent, CompatOptions.TOKEN_LIFETIME, grants), service);
  }

  /// Leases a service to the agent without issuing a token. Needed for clients that start a payment
  /// before they request a token, because the first values of the payment must already be written.
  ///
  /// @throws RequestFailedException like [#issue]
  String leaseService(AgentId agent, Origin origin) {
    final SyncLeases.Lease lease =
        leases
            .take(agent, clock.instant().plus(CompatOptions.TOKEN_LIFETIME).plus(MARGIN), origin)
            .orElseThrow(
                () ->
                    new RequestFailedException(
                        409,
                        ("No Sync service is free: all %d are in use by other agents for up to an"
                                + " hour. Add one per agent to compat.sync-services")
                            .formatted(leases.pool().size())));
    if (lease.previousAgent().isPresent()) {
      if (!(sync.get().empty(lease.service()) instanceof SyncAnswer.Written)) {
        throw new RequestFailedException(
            503, "Cannot delete the previous agent's data from Twilio Sync; try again");
      }
      leases.markEmptied(lease.service(), origin);
    }
    return lease.service();
  }
}
