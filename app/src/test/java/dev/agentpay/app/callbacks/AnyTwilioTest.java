package dev.agentpay.app.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.commands.DemoCommand;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.CaptureField;
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

/// Payments end correctly with every possible behavior that Twilio has not documented.
class AnyTwilioTest {
  /// Published by Twilio. In TEST mode, connectors accept only such test cards.
  private static final String TWILIO_TEST_CARD = "4111111111111111";

  /// Published by Twilio, too. None of its first digits look like a whole card number, so that no
  /// switch ends the entry early and leaves the last keys to the next one.
  private static final String OTHER_TEST_CARD = "6011111111111117";

  /// `./dev nightly` runs more.
  private static final int SEEDS = Integer.getInteger("agentpay.twilio.seeds", 4);

  @TempDir private Path data;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void pays_after_a_cancelled_payment(long seed) {
    final Map<String, ?> webhooks = Map.of("duplicate", 0.2, "reorder", 0.2);
    run(seed, Map.of("seed", seed, "webhooks", webhooks), AnyTwilioTest::cancelThenPay);
  }

  /// Twilio does not say how it reports the second of two entries.
  @ParameterizedTest
  @MethodSource("seeds")
  void pays_with_a_card_that_is_typed_twice(long seed) {
    final Map<String, ?> webhooks = Map.of("duplicate", 0.2, "reorder", 0.2);
    run(seed, Map.of("seed", seed, "webhooks", webhooks), AnyTwilioTest::typeTwice);
  }

  /// The connector charges the card each time, so the session must end as paid.
  @ParameterizedTest
  @MethodSource("seeds")
  void confirms_a_charge_with_an_unreadable_response(long seed) {
    run(seed, Map.of("connector", Map.of("malformedNext", 1)), AnyTwilioTest::pay);
  }

  /// As if the connector restarts during a charge.
  @ParameterizedTest
  @EnumSource
  void confirms_a_charge_after_a_closed_connection(ConnectorClosed closed) {
    final Map<String, Object> drawn = switches(1);
    drawn.put("connectorClosed", closed.name());
    run(1, drawn, Map.of("connector", Map.of("closeNext", 1)), AnyTwilioTest::pay);
  }

  private void run(long seed, Map<String, ?> faults, Scenario.Play play) {
    run(seed, switches(seed), faults, play);
  }

  private void run(
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
      final boolean isSuccess = DemoCommand.run(script, world, transcript);
      transcript.note("");
      assertThat(isSuccess)
          .as("seed %d, switches %s%n%s", seed, drawn, output.toString(StandardCharsets.UTF_8))
          .isTrue();
    }
  }

  private static void pay(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session = alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD");
    customer.typesEverything(TWILIO_TEST_CARD);
    alice.submits(session);
    alice.sees(session, SessionState.PAID);
    customer.hangsUp();
  }

  private static void typeTwice(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final StartPayment payment =
        stage
            .payment(customer)
            .charge("42.50", "USD")
            .typeTwice(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.SECURITY_CODE);
    final String session = alice.takes(payment, "42.50 USD, card and code typed twice");
    customer.typesCard(TWILIO_TEST_CARD).typesCardAgain(OTHER_TEST_CARD);
    customer.typesCard(TWILIO_TEST_CARD).typesCardAgain(TWILIO_TEST_CARD);
    customer.typesExpiry().typesCode().typesCodeAgain();
    alice.submits(session);
    alice.sees(session, SessionState.PAID);
    customer.hangsUp();
  }

  private static void cancelThenPay(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String first = alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD");
    customer.typesCard(TWILIO_TEST_CARD);
    alice.client().cancel(first);
    alice.sees(first, SessionState.CANCELLED);
    final String second =
        alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD again");
    customer.typesEverything(TWILIO_TEST_CARD);
    alice.submits(second);
    alice.sees(second, SessionState.PAID);
    customer.hangsUp();
  }

  private static Map<String, Object> switches(long seed) {
    final Map<String, Object> drawn =
        new HashMap<>(Switches.random(new SplittableRandom(seed)).toMap());
    drawn.put("firstDigitTimeoutSeconds", 0); // a slow machine must not count as a silent customer
    return drawn;
  }
}
