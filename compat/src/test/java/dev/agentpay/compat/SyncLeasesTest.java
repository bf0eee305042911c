package dev.agentpay.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tests which agent gets which Sync service.
class SyncLeasesTest {
  private static final AgentId ALICE = new AgentId("alice");
  private static final AgentId BOB = new AgentId("bob");
  private static final AgentId CAROL = new AgentId("carol");
  private static final Origin ORIGIN = new Origin(Actor.TWILIO, "203.0.113.7", "test");
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualTime time = new VirtualTime();
  private final VirtualTime.Node node = time.new Node();
  private final MemoryStore store = new MemoryStore(CompatSchema.SCHEMA);
  private final SyncLeases leases =
      new SyncLeases(Kernel.of(store, store, store, node, "node"), List.of("IS1", "IS2"));

  private Optional<SyncLeases.Lease> take(AgentId agent) {
    return leases.take(agent, time.now().plus(HOUR), ORIGIN);
  }

  private static SyncLeases.Lease lease(String service) {
    return new SyncLeases.Lease(service, Optional.empty());
  }

  @Test
  void leases_each_service_to_one_agent() {
    assertThat(take(ALICE)).contains(lease("IS1"));
    assertThat(take(BOB)).contains(lease("IS2"));
    assertThat(take(CAROL)).isEmpty();
    assertThat(leases.serviceOf(ALICE)).contains("IS1");
    assertThat(leases.serviceOf(CAROL)).isEmpty();
  }

  @Test
  void extends_the_lease_on_another_sign_in() {
    take(ALICE);
    time.runUntil(time.now().plus(HOUR).minusSeconds(1));
    assertThat(take(ALICE)).contains(lease("IS1"));
    time.runUntil(time.now().plusSeconds(10));
    assertThat(leases.serviceOf(ALICE)).contains("IS1");
  }

  @Test
  void never_shortens_a_lease() {
    take(ALICE);
    leases.take(ALICE, time.now().plusSeconds(60), ORIGIN);
    time.runUntil(time.now().plusSeconds(120));
    assertThat(leases.serviceOf(ALICE)).contains("IS1");
  }

  @Test
  void reports_the_previous_agent_of_an_expired_lease() {
    take(ALICE);
    time.runUntil(time.now().plusSeconds(60));
    take(BOB);
    time.runUntil(time.now().plus(HOUR).minusSeconds(60));
    assertThat(take(CAROL)).contains(new SyncLeases.Lease("IS1", Optional.of(ALICE)));
    assertThat(leases.serviceOf(ALICE)).isEmpty();
    assertThat(take(ALICE)).isEmpty();
  }

  @Test
  void withholds_a_service_until_it_is_emptied() {
    take(ALICE);
    time.runUntil(time.now().plusSeconds(60));
    take(BOB);
    time.runUntil(time.now().plus(HOUR).minusSeconds(60));
    take(CAROL);
    assertThat(leases.serviceOf(CAROL)).isEmpty();
    // If the node crashes before it empties the service, the next attempt reports the same agent.
    assertThat(take(CAROL)).contains(new SyncLeases.Lease("IS1", Optional.of(ALICE)));
    leases.markEmptied("IS1", ORIGIN);
    assertThat(leases.serviceOf(CAROL)).contains("IS1");
    assertThat(take(CAROL)).contains(lease("IS1"));
  }

  @Test
  void prefers_the_service_that_the_agent_held_last() {
    take(ALICE);
    take(BOB);
    time.runUntil(time.now().plus(HOUR));
    assertThat(take(BOB)).contains(lease("IS2"));
  }

  @Test
  void leases_the_last_service_to_only_one_agent() {
    take(ALICE);
    store.beforeAppendOf(CompatSchema.LEASE.stream("IS2"), () -> take(BOB));
    assertThat(take(CAROL)).isEmpty();
    assertThat(leases.serviceOf(BOB)).contains("IS2");
  }
}
