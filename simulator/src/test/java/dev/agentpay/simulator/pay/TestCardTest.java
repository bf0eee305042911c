package dev.agentpay.simulator.pay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.VirtualWorld;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that each card has the result on its button.
class TestCardTest {
  static java.util.List<TestCard> cards() {
    return TestCard.all(VirtualWorld.START);
  }

  @ParameterizedTest
  @MethodSource("cards")
  void every_test_card_has_its_documented_result(TestCard card) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "PaymentConnector", "Default");
    world.capture(call, payment, "payment-card-number");
    for (int i = 0; i < card.number().length(); i++) {
      world.types(call, card.number().substring(i, i + 1));
    }
    if (card.outcome().startsWith("invalid-")) {
      assertThat(world.lastCallback()).containsEntry("ErrorType", card.outcome());
      return;
    }
    world.capture(call, payment, "expiration-date");
    world.types(call, card.expiry());
    world.capture(call, payment, "security-code");
    world.types(call, card.code());
    world.complete(call, payment);
    world.pass(2);
    final Map<String, String> last = world.lastCallback();
    if (card.outcome().equals("approved")) {
      assertThat(last).containsEntry("Result", "success");
      assertThat(last).containsEntry("PaymentCardType", card.brand());
    } else {
      assertThat(last).containsEntry("Result", "payment-connector-error");
      assertThat(last).containsEntry("ConnectorError", card.outcome());
    }
  }
}
