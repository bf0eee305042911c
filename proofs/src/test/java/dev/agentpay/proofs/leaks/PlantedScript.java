package dev.agentpay.proofs.leaks;

import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.Scenario;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;

/// A payment with planted leaks in the API's responses, in a request to Twilio, and in the
/// transcript.
final class PlantedScript {
  static final Scenario SCRIPT =
      new Scenario("planted", "a payment with planted leaks", PlantedScript::play);

  private PlantedScript() {}

  private static void play(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session =
        alice.takes(
            stage
                .payment(customer)
                .charge("1.00", "USD")
                .reference(PlantedLeak.HTTP_RESPONSE.disguised())
                .description(PlantedLeak.TWILIO_REQUEST.disguised()),
            "1.00 USD, and repeats " + CardPatterns.inGroups(PlantedLeak.TRANSCRIPT.number(), "-"));
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits(session);
    alice.sees(session, SessionState.PAID);
    customer.hangsUp();
  }
}
