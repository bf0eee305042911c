package dev.agentpay.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncLeaseTest {
  private static final String SERVICE = "IS" + "1".repeat(32);
  private static final AgentId ALICE = new AgentId("alice");
  private static final AgentId BOB = new AgentId("bob");
  private static final Instant ONE = Instant.parse("2026-01-31T13:00:00Z");
  private static final Instant TWO = ONE.plusSeconds(3600);

  private final SyncLease unknown = SyncLease.unknown(SERVICE);

  @Test
  void has_no_holder_before_the_first_lease() {
    assertThat(unknown.holder(Instant.EPOCH)).isEmpty();
    assertThat(unknown.before()).isEmpty();
  }

  @Test
  void has_a_holder_until_it_ends() {
    final SyncLease lease = lease(unknown, ALICE, ONE);
    assertThat(lease.holder(ONE.minusMillis(1))).contains(ALICE);
    assertThat(lease.holder(ONE)).isEmpty();
    assertThat(lease.agent()).contains(ALICE);
  }

  @Test
  void is_extended_but_never_shortened() {
    assertThat(lease(lease(unknown, ALICE, ONE), ALICE, TWO).until()).isEqualTo(TWO);
    assertThat(lease(lease(unknown, ALICE, TWO), ALICE, ONE).until()).isEqualTo(TWO);
  }

  @Test
  void starts_anew_for_another_agent() {
    assertThat(lease(lease(unknown, ALICE, TWO), BOB, ONE).until()).isEqualTo(ONE);
  }

  @Test
  void remembers_the_previous_agent_until_emptied() {
    final SyncLease bobs = lease(lease(unknown, ALICE, ONE), BOB, TWO);
    assertThat(bobs.before()).contains(ALICE);
    assertThat(lease(bobs, BOB, TWO).before()).as("leased again").contains(ALICE);
    final SyncLease emptied = emptied(bobs);
    assertThat(emptied.before()).isEmpty();
    assertThat(emptied.agent()).contains(BOB);
    assertThat(emptied.until()).isEqualTo(TWO);
  }

  @Test
  void remembers_the_first_of_several_previous_agents() {
    final SyncLease alicesAgain = lease(lease(lease(unknown, ALICE, ONE), BOB, ONE), ALICE, TWO);
    assertThat(alicesAgain.before()).contains(ALICE);
  }

  @Test
  void refuses_an_event_out_of_order() {
    final EventEnvelope event = event(2, new SyncEvent.SyncEmptied(SERVICE));
    assertThatThrownBy(() -> unknown.evolve(event)).isInstanceOf(IllegalStateException.class);
  }

  private static SyncLease lease(SyncLease before, AgentId agent, Instant until) {
    return before.evolve(
        event(before.version() + 1, new SyncEvent.SyncLeased(SERVICE, agent, until)));
  }

  private static SyncLease emptied(SyncLease before) {
    return before.evolve(event(before.version() + 1, new SyncEvent.SyncEmptied(SERVICE)));
  }

  private static EventEnvelope event(long number, SyncEvent event) {
    return new EventEnvelope(
        CompatSchema.LEASE.stream(SERVICE),
        number,
        Instant.parse("2026-01-31T12:00:00Z"),
        new Origin(Actor.SYSTEM, "203.0.113.7", "test"),
        Optional.of(ALICE),
        event);
  }
}
