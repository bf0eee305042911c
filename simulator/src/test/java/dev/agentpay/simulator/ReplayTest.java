package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.pay.TypingResult;
import dev.agentpay.simulator.wire.RestAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Tests that the same seed writes the same journal, byte for byte.
class ReplayTest {

  @Test
  void the_same_seed_writes_the_same_journal() {
    assertThat(run(5)).isEqualTo(run(5));
    assertThat(run(8)).isEqualTo(run(8));
  }

  @Test
  void another_seed_writes_another_journal() {
    assertThat(run(5)).isNotEqualTo(run(6));
  }

  /// Runs a dozen calls with every fault. The actions of customers and agents depend on the seed
  /// alone.
  private static String run(long seed) {
    final VirtualWorld world =
        new VirtualWorld(options -> options.withSeed(seed).withFaults(Faults.of(allFaults(seed))));
    final SplittableRandom random = new SplittableRandom(seed);
    final List<Future<TypingResult>> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      final String call = world.call();
      final RestAnswer.Json created = world.create(call);
      if (created.status() != 201) {
        continue;
      }
      final String payment = (String) created.body().get("sid");
      for (String field : List.of("payment-card-number", "expiration-date", "security-code")) {
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
          results.add(world.twilio.type(call, digits(field), random.nextInt(400)));
        }
        world.pass(random.nextInt(12));
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
      world.pass(random.nextInt(70));
    }
    world.pass(200);
    assertThat(results).isNotEmpty().allMatch(Future::isDone);
    return world.journal();
  }

  private static String digits(String field) {
    return switch (field) {
      case "payment-card-number" -> "4111111111111111";
      case "expiration-date" -> "1232";
      default -> "123";
    };
  }

  private static Map<String, Object> allFaults(long seed) {
    return Map.of(
        "seed", seed,
        "webhooks", Map.of("drop", 0.05, "duplicate", 0.2, "reorder", 0.2, "delay", 0.1),
        "rest", Map.of("tooManyRequests", 0.1, "serverError", 0.1),
        "keys", Map.of("hangUp", 0.02),
        "connector", Map.of("timeout", 0.3));
  }
}
