package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.pay.TypingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// The same seed gives the same world, to the last byte of its journal.
class ReplayTest {

  @Test
  void the_same_seed_on_virtual_time_writes_the_same_journal() {
    assertThat(play(5)).isEqualTo(play(5));
    assertThat(play(8)).isEqualTo(play(8));
  }

  @Test
  void another_seed_makes_another_world() {
    assertThat(play(5)).isNotEqualTo(play(6));
  }

  /// A dozen calls with every fault there is; what the customers and agents do depends on the seed
  /// alone.
  private static String play(long seed) {
    var world =
        new VirtualWorld(options -> options.withSeed(seed).withFaults(Faults.of(everything(seed))));
    var hand = new SplittableRandom(seed);
    var heard = new ArrayList<Future<TypingResult>>();
    for (int i = 0; i < 12; i++) {
      var call = world.call();
      var created = world.create(call);
      if (created.status() != 201) {
        continue;
      }
      var payment = (String) created.body().get("sid");
      for (var field : List.of("payment-card-number", "expiration-date", "security-code")) {
        world
            .rest(
                "POST",
                "/Calls/" + call + "/Payments/" + payment + ".json",
                Map.of(
                    "IdempotencyKey",
                    i + field,
                    "StatusCallback",
                    world.statusCallback,
                    "Capture",
                    field))
            .join();
        if (world.twilio.call(call).status().equals("in-progress")) {
          heard.add(world.twilio.type(call, digits(field), hand.nextInt(400)));
        }
        world.pass(hand.nextInt(12));
      }
      world
          .rest(
              "POST",
              "/Calls/" + call + "/Payments/" + payment + ".json",
              Map.of(
                  "IdempotencyKey",
                  i + "c",
                  "StatusCallback",
                  world.statusCallback,
                  "Status",
                  "complete"))
          .join();
      world.pass(hand.nextInt(70));
    }
    world.pass(200);
    assertThat(heard).isNotEmpty().allMatch(Future::isDone);
    return world.journal();
  }

  private static String digits(String field) {
    return switch (field) {
      case "payment-card-number" -> "4111111111111111";
      case "expiration-date" -> "1232";
      default -> "123";
    };
  }

  private static Map<String, Object> everything(long seed) {
    return Map.of(
        "seed", seed,
        "webhooks", Map.of("drop", 0.05, "duplicate", 0.2, "reorder", 0.2, "delay", 0.1),
        "rest", Map.of("tooManyRequests", 0.1, "serverError", 0.1),
        "keys", Map.of("hangUp", 0.02),
        "connector", Map.of("timeout", 0.3));
  }
}
