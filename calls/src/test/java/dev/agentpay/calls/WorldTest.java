package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.PaySessions;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must always hold, whatever order things happen in. A seed that fails replays exactly:
/// `-Dagentpay.world.seed=17` plays that one alone and prints what happened in it,
/// `-Dagentpay.world.seeds=2000` plays more.
class WorldTest {
  private static final int SEEDS = Integer.getInteger("agentpay.world.seeds", 200);
  private static final int ONE = Integer.getInteger("agentpay.world.seed", -1);

  /// A reference, since the log manager keeps none.
  private static final Logger LOG = Logger.getLogger(PaySessions.class.getName());

  @BeforeAll
  static void the_store_may_be_away_without_a_line_each_time() {
    LOG.setLevel(Level.OFF);
  }

  @Test
  void nothing_that_must_hold_breaks() {
    assertThat(play(SEEDS, 1.0)).isEmpty();
  }

  /// Races that fewer than one seed in five hundred meets. Look for others when the world changes.
  @ParameterizedTest
  @ValueSource(ints = {393, 584, 588})
  void rare_races_break_nothing(int seed) {
    assertThat(new World(seed, 1.0).live().broken()).isEmpty();
  }

  @Test
  void in_a_good_world_everything_ends_well() {
    assertThat(play(SEEDS / 5, 0.0)).isEmpty();
  }

  @Test
  void a_seed_replays_exactly() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(new World(seed, 1.0).live().log()).isEqualTo(new World(seed, 1.0).live().log());
    }
  }

  /// The first of each kind of what did not hold.
  private static Map<String, String> play(int seeds, double badness) {
    final Map<String, String> first = new TreeMap<>();
    final Map<String, Integer> count = new TreeMap<>();
    final int from = Math.max(ONE, 0);
    final int to = ONE < 0 ? seeds : ONE + 1;
    for (long seed = from; seed < to; seed++) {
      final Trace trace = ONE < 0 ? Trace.none() : Trace.kept();
      final World world = new World(seed, badness, trace).live();
      final String which = "seed " + seed + " ";
      world
          .broken()
          .forEach(
              (kind, details) -> {
                first.putIfAbsent(kind, which + details);
                count.merge(kind, 1, Integer::sum);
              });
      System.out.print(trace.text());
    }
    System.out.printf(
        "%d worlds of badness %.1f; broken in how many: %s%n", to - from, badness, count);
    return first;
  }
}
