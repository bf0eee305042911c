package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PaymentScenarios.expect;

import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;

/// Agents neither see nor change the payments of other agents.
final class IsolationScenarios {
  private IsolationScenarios() {}

  static void twoAgents(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer aliceCustomer = stage.customerOnTheLineWith(alice);
    final ScriptAgent bob = stage.agent("bob").ready();
    final Customer bobCustomer = stage.customerOnTheLineWith(bob);
    final String alicePayment =
        alice.takes(stage.payment(aliceCustomer).charge("10.00", "USD"), "10.00 USD");
    final String bobPayment =
        bob.takes(stage.payment(bobCustomer).charge("20.00", "EUR"), "20.00 EUR");
    aliceCustomer.typesCard(Customer.GOOD_CARD);
    bobCustomer.typesCard(Customer.GOOD_CARD).typesExpiry();
    aliceCustomer.typesExpiry().typesCode();
    bobCustomer.typesCode();
    cannotAccess(bob, alicePayment, aliceCustomer.call());
    cannotAccess(alice, bobPayment, bobCustomer.call());
    bob.submits(bobPayment);
    alice.submits(alicePayment);
    alice.sees(alicePayment, SessionState.PAID);
    bob.sees(bobPayment, SessionState.PAID);
    expect(alice.stream().paySession(bobPayment).isEmpty(), "alice never saw bob's payment");
    expect(bob.stream().paySession(alicePayment).isEmpty(), "bob never saw alice's payment");
    expect(
        alice.stream().calls().stream().noneMatch(c -> c.sid().equals(bobCustomer.call())),
        "alice never saw bob's call");
    aliceCustomer.hangsUp();
    bobCustomer.hangsUp();
  }

  /// Every request about another agent's session or call is refused as unknown.
  private static void cannotAccess(ScriptAgent agent, String session, String call) {
    final ProblemType unknown = ProblemType.UNKNOWN_SESSION;
    agent.isRefused(unknown, "read the session", () -> agent.client().paySession(session));
    agent.isRefused(unknown, "submit the session", () -> agent.client().submit(session));
    agent.isRefused(unknown, "cancel the session", () -> agent.client().cancel(session));
    agent.isRefused(
        unknown,
        "capture a field of the session",
        () -> agent.client().capture(session, CaptureField.PAYMENT_CARD_NUMBER, true));
    agent.isRefused(
        ProblemType.UNKNOWN_CALL,
        "take a payment on the call",
        () -> agent.client().start(StartPayment.on(call).charge("1.00", "USD")));
  }
}
