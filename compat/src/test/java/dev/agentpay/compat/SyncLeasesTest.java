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

/// Which agent has which Sync service.
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
  void each_agent_has_a_service_and_the_third_is_told_that_there_is_none() {
    assertThat(take(ALICE)).contains(lease("IS1"));
    assertThat(take(BOB)).contains(lease("IS2"));
    assertThat(take(CAROL)).isEmpty();
    assertThat(leases.of(ALICE)).contains("IS1");
    assertThat(leases.of(CAROL)).isEmpty();
  }

  @Test
  void who_signs_in_again_keeps_theirs_as_long_as_the_last_token_lives() {
    take(ALICE);
    time.runUntil(time.now().plus(HOUR).minusSeconds(1));
    assertThat(take(ALICE)).contains(lease("IS1"));
    time.runUntil(time.now().plusSeconds(10));
    assertThat(leases.of(ALICE)).contains("IS1");
  }

  @Test
  void a_shorter_token_does_not_shorten_the_lease_of_a_longer_one() {
    take(ALICE);
    leases.take(ALICE, time.now().plusSeconds(60), ORIGIN);
    time.runUntil(time.now().plusSeconds(120));
    assertThat(leases.of(ALICE)).contains("IS1");
  }

  @Test
  void a_service_passes_on_when_its_last_token_has_ended_and_it_is_said_who_had_it() {
    take(ALICE);
    time.runUntil(time.now().plusSeconds(60));
    take(BOB);
    time.runUntil(time.now().plus(HOUR).minusSeconds(60));
    assertThat(take(CAROL)).contains(new SyncLeases.Lease("IS1", Optional.of(ALICE)));
    assertThat(leases.of(ALICE)).isEmpty();
    assertThat(take(ALICE)).isEmpty();
  }

  @Test
  void a_service_is_nobodys_to_use_until_it_has_been_emptied() {
    take(ALICE);
    time.runUntil(time.now().plusSeconds(60));
    take(BOB);
    time.runUntil(time.now().plus(HOUR).minusSeconds(60));
    take(CAROL);
    assertThat(leases.of(CAROL)).isEmpty();
    // The node died before it was emptied: the next attempt finds the same.
    assertThat(take(CAROL)).contains(new SyncLeases.Lease("IS1", Optional.of(ALICE)));
    leases.emptied("IS1", ORIGIN);
    assertThat(leases.of(CAROL)).contains("IS1");
    assertThat(take(CAROL)).contains(lease("IS1"));
  }

  @Test
  void who_comes_back_later_gets_the_one_they_had() {
    take(ALICE);
    take(BOB);
    time.runUntil(time.now().plus(HOUR));
    assertThat(take(BOB)).contains(lease("IS2"));
  }

  @Test
  void of_two_who_want_the_last_one_at_once_one_gets_it() {
    take(ALICE);
    store.beforeAppendOf(CompatSchema.LEASE.stream("IS2"), () -> take(BOB));
    assertThat(take(CAROL)).isEmpty();
    assertThat(leases.of(BOB)).contains("IS2");
  }
}
