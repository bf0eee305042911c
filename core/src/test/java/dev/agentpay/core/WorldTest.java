package dev.agentpay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/// What must always hold, whatever order things happen in. A seed that fails replays exactly.
class WorldTest {

  @Property(tries = 150)
  void nothing_that_must_hold_breaks(@ForAll long seed) {
    check(new World(seed, 1.0).live());
  }

  @Property(tries = 30)
  void in_a_good_world_everything_ends_well(@ForAll long seed) {
    final World world = new World(seed, 0.0).live();
    check(world);
    assertThat(world.sessions())
        .noneMatch(s -> s.state() == SessionState.UNCONFIRMED || s.alarm())
        .noneMatch(s -> s.state() == SessionState.FAILED);
  }

  @Property(tries = 10)
  void a_seed_replays_exactly(@ForAll @LongRange(min = 0) long seed) {
    assertThat(new World(seed, 1.0).live().log()).isEqualTo(new World(seed, 1.0).live().log());
  }

  private static void check(World world) {
    assertThat(world.broken()).isEmpty();
    for (PaySession session : world.sessions()) {
      finalIsFinal(world, session);
      moneyIsTrue(world, session);
      assertThat(session.state().isFinal() || isOnAPersonsList(session))
          .as("%s ends or is on a person's list, but is %s", session.id(), session.state())
          .isTrue();
    }
    nothingAcknowledgedIsLost(world);
  }

  private static void finalIsFinal(World world, PaySession session) {
    final List<SessionEvent> moves =
        world.log().stream()
            .filter(r -> r.stream().equals(session.stream()))
            .map(r -> (SessionEvent) r.event())
            .filter(e -> Transitions.target(e).isPresent())
            .toList();
    final long ends =
        moves.stream().filter(e -> Transitions.target(e).orElseThrow().isFinal()).count();
    assertThat(ends).isLessThanOrEqualTo(1);
    if (ends == 1) {
      assertThat(Transitions.target(moves.getLast()).orElseThrow().isFinal()).isTrue();
    }
  }

  private static void moneyIsTrue(World world, PaySession session) {
    final long charges = world.twilio().charges(session.id());
    assertThat(charges).as("never two charges for one session").isLessThanOrEqualTo(1);
    if (charges == 1) {
      assertThat(session.state())
          .as("money moved in %s", session.id())
          .isIn(SessionState.PAID, SessionState.UNCONFIRMED);
    } else {
      assertThat(session.state()).as("no money moved").isNotEqualTo(SessionState.PAID);
    }
  }

  private static boolean isOnAPersonsList(PaySession session) {
    return session.state() == SessionState.UNCONFIRMED;
  }

  private static void nothingAcknowledgedIsLost(World world) {
    final Set<PaymentStatus> logged = new HashSet<>();
    world.log().stream()
        .map(Recorded::event)
        .filter(SessionEvent.StatusReceived.class::isInstance)
        .forEach(e -> logged.add(((SessionEvent.StatusReceived) e).status()));
    assertThat(logged).containsAll(world.twilio().delivered());
  }
}
