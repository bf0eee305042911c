package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PaymentScenarios.expect;

import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Map;

/// AgentPay does not learn the outcome of a submit in time. The connector's ledger then says
/// whether the card was charged.
final class UnconfirmedScenarios {
  /// Milliseconds. Twilio repeats a connector request after ten seconds.
  private static final int SLOWER_THAN_TWILIO_WAITS = 20_000;

  private UnconfirmedScenarios() {}

  static void unconfirmed(Stage stage) {
    paidByTheLedger(
        stage,
        Map.of("webhooks", Map.of("dropNextFinal", 1)),
        "session-unconfirmed",
        "the session was unconfirmed until the ledger was read");
  }

  /// The card is charged. The connector's answer is late and unreadable, also the answer to
  /// Twilio's repeated request.
  static void doubt(Stage stage) {
    paidByTheLedger(
        stage,
        Map.of("connector", Map.of("malformedNext", 2, "delayMillis", SLOWER_THAN_TWILIO_WAITS)),
        "ledger-asked",
        "the ledger was read before the session ended");
  }

  /// @param event the type of an event that the session's log must contain
  private static void paidByTheLedger(
      Stage stage, Map<String, ?> faults, String event, String what) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    stage.faults(faults);
    final StartPayment payment = stage.payment(customer).charge("42.50", "USD");
    final String session = alice.takes(payment, "42.50 USD");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits(session);
    alice.isRefused(
        ProblemType.MAY_HAVE_CHARGED,
        "take another payment on this call",
        () -> alice.client().start(payment));
    PaymentScenarios.expectOutcome(
        alice.sees(session, SessionState.PAID), Outcome::confirmationCode, "a confirmation");
    expect(alice.client().events(session).stream().anyMatch(e -> e.type().equals(event)), what);
    customer.hangsUp();
  }
}
