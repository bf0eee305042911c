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

/// Gives out Sync tokens: each agent's opens a service that no other agent's opens, and that has
/// nothing in it from whoever had it before.
final class SyncTokens {
  /// The lease outlives the token: clocks differ.
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

  /// A token, and the service that it opens.
  record Given(String token, String service) {
    @Override
    public String toString() {
      return "Given[" + service + "]";
    }
  }

  /// @param more what else the token is to allow
  /// @throws Failed 409 when every service is another agent's, 503 when Sync does not answer
  Given give(AgentId agent, List<AccessTokens.Grant> more, Origin origin) {
    final String service = service(agent, origin);
    final List<AccessTokens.Grant> grants = new ArrayList<>(more);
    grants.add(new AccessTokens.Sync(service));
    return new Given(tokens.issue(agent, CompatOptions.TOKEN_LIFETIME, grants), service);
  }

  /// The agent's service, theirs from now on: for a client that opens a payment before it asks for
  /// a token, and listens only for what changes after the payment was first shown.
  ///
  /// @throws Failed as [#give]
  String service(AgentId agent, Origin origin) {
    final SyncLeases.Lease lease =
        leases
            .take(agent, clock.instant().plus(CompatOptions.TOKEN_LIFETIME).plus(MARGIN), origin)
            .orElseThrow(
                () ->
                    new Failed(
                        409,
                        ("each agent needs a Sync service of their own, and all %d are other"
                                + " agents' for up to an hour; name more in compat.sync-services")
                            .formatted(leases.pool().size())));
    if (lease.before().isPresent()) {
      if (!(sync.get().empty(lease.service()) instanceof SyncAnswer.Written)) {
        throw new Failed(503, "Twilio Sync does not answer; try again");
      }
      leases.emptied(lease.service(), origin);
    }
    return lease.service();
  }
}
