package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PayingScenarios.must;

import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Map;

/// Scripts about what nobody may be wrong about: whether money moved, and whose payment it is.
final class DoubtScenarios {
  /// Twilio asks a connector again after ten seconds.
  private static final int SLOWER_THAN_TWILIO_WAITS = 20_000;

  private DoubtScenarios() {}

  static void unconfirmed(Stage stage) {
    paidByTheLedger(
        stage,
        Map.of("webhooks", Map.of("dropNextFinal", 1)),
        "session-unconfirmed",
        "the session was unconfirmed until the ledger told");
  }

  /// The card is charged, the answer is late and unreadable: to the repeat of the request, too.
  static void doubt(Stage stage) {
    paidByTheLedger(
        stage,
        Map.of("connector", Map.of("malformedNext", 2, "delayMillis", SLOWER_THAN_TWILIO_WAITS)),
        "ledger-asked",
        "the ledger was asked before anybody was told how it ended");
  }

  /// @param event the session's log must tell of it
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
    PayingScenarios.told(
        alice.sees(session, SessionState.PAID), Outcome::confirmationCode, "a confirmation");
    must(alice.client().events(session).stream().anyMatch(e -> e.type().equals(event)), what);
    customer.hangsUp();
  }

  static void twoAgents(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer hers = stage.customerOnTheLineWith(alice);
    final ScriptAgent bob = stage.agent("bob").ready();
    final Customer his = stage.customerOnTheLineWith(bob);
    final String aPayment = alice.takes(stage.payment(hers).charge("10.00", "USD"), "10.00 USD");
    final String bPayment = bob.takes(stage.payment(his).charge("20.00", "EUR"), "20.00 EUR");
    hers.typesCard(Customer.GOOD_CARD);
    his.typesCard(Customer.GOOD_CARD).typesExpiry();
    hers.typesExpiry().typesCode();
    his.typesCode();
    stranger(bob, aPayment, hers.call());
    stranger(alice, bPayment, his.call());
    bob.submits(bPayment);
    alice.submits(aPayment);
    alice.sees(aPayment, SessionState.PAID);
    bob.sees(bPayment, SessionState.PAID);
    must(alice.stream().paySession(bPayment).isEmpty(), "alice never saw bob's payment");
    must(bob.stream().paySession(aPayment).isEmpty(), "bob never saw alice's payment");
    must(
        alice.stream().calls().stream().noneMatch(c -> c.sid().equals(his.call())),
        "alice never saw bob's call");
    hers.hangsUp();
    his.hangsUp();
  }

  /// Neither sees nor touches what is another's.
  private static void stranger(ScriptAgent agent, String session, String call) {
    final ProblemType unknown = ProblemType.UNKNOWN_SESSION;
    agent.isRefused(unknown, "see it", () -> agent.client().paySession(session));
    agent.isRefused(unknown, "submit it", () -> agent.client().submit(session));
    agent.isRefused(unknown, "cancel it", () -> agent.client().cancel(session));
    agent.isRefused(
        unknown,
        "ask for a field of it",
        () -> agent.client().capture(session, CaptureField.PAYMENT_CARD_NUMBER, true));
    agent.isRefused(
        ProblemType.UNKNOWN_CALL,
        "take a payment on the call",
        () -> agent.client().start(StartPayment.on(call).charge("1.00", "USD")));
  }
}
