package dev.agentpay.app.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.commands.DemoCommand;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.Scenario;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.SimulatorControl;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.actors.Transcript;
import dev.agentpay.simulator.options.Choices.ConnectorClosed;
import dev.agentpay.simulator.options.Switches;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Payments end as they must, whatever Twilio does where it has not published what it does.
class AnyTwilioTest {
  /// Published by Twilio: a connector in TEST mode may take no other issuer's.
  private static final String TWILIOS_CARD = "4111111111111111";

  /// `./dev nightly` plays more.
  private static final int SEEDS = Integer.getInteger("agentpay.twilio.seeds", 4);

  @TempDir private Path data;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_cancelled_payment_and_a_paid_one_after_it(long seed) {
    final Map<String, ?> webhooks = Map.of("duplicate", 0.2, "reorder", 0.2);
    plays(seed, Map.of("seed", seed, "webhooks", webhooks), AnyTwilioTest::cancelledThenPaid);
  }

  /// The charge is made each time: the session must never say otherwise.
  @ParameterizedTest
  @MethodSource("seeds")
  void a_charge_whose_answer_cannot_be_read(long seed) {
    plays(seed, Map.of("connector", Map.of("malformedNext", 1)), AnyTwilioTest::paid);
  }

  /// As by a connector that is restarted in the middle of a charge.
  @ParameterizedTest
  @EnumSource
  void a_charge_whose_connection_is_closed(ConnectorClosed closed) {
    final Map<String, Object> drawn = switches(1);
    drawn.put("connectorClosed", closed.name());
    plays(1, drawn, Map.of("connector", Map.of("closeNext", 1)), AnyTwilioTest::paid);
  }

  private void plays(long seed, Map<String, ?> faults, Scenario.Play play) {
    plays(seed, switches(seed), faults, play);
  }

  private void plays(
      long seed, Map<String, Object> drawn, Map<String, ?> faults, Scenario.Play play) {
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    final Transcript transcript =
        new Transcript(new PrintStream(output, true, StandardCharsets.UTF_8));
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK)) {
      final SimulatorControl simulator = new SimulatorControl(world.simulator());
      final Scenario script =
          new Scenario(
              "any-twilio",
              "",
              stage -> {
                simulator.switches(drawn);
                simulator.faults(faults);
                play.on(stage);
              });
      final boolean isRight = DemoCommand.run(script, world, transcript);
      transcript.note("");
      assertThat(isRight)
          .as("seed %d, switches %s%n%s", seed, drawn, output.toString(StandardCharsets.UTF_8))
          .isTrue();
    }
  }

  private static void paid(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session = alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD");
    customer.typesEverything(TWILIOS_CARD);
    alice.submits(session);
    alice.sees(session, SessionState.PAID);
    customer.hangsUp();
  }

  private static void cancelledThenPaid(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String first = alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD");
    customer.typesCard(TWILIOS_CARD);
    alice.client().cancel(first);
    alice.sees(first, SessionState.CANCELLED);
    final String second = alice.takes(stage.payment(customer).charge("42.50", "USD"), "it again");
    customer.typesEverything(TWILIOS_CARD);
    alice.submits(second);
    alice.sees(second, SessionState.PAID);
    customer.hangsUp();
  }

  private static Map<String, Object> switches(long seed) {
    final Map<String, Object> drawn =
        new HashMap<>(Switches.random(new SplittableRandom(seed)).toMap());
    drawn.put("firstDigitTimeoutSeconds", 0); // a busy machine is no silent customer
    return drawn;
  }
}
