package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PaymentScenarios.expect;

import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Optional;

/// Numbers that the Flask AgentPay forwarded to the agents' own telephones, each with `?Fwd=` in
/// its webhook URL. Only the numbers' settings are left of the old system; the agents use
/// AgentPay's own desk.
final class FlaskScenario {
  private FlaskScenario() {}

  static void play(Stage stage) {
    final ScriptAgent alice = stage.agent("alice");
    final ScriptAgent bob = stage.agent("bob");
    final Customer aliceCustomer = answeredCall(stage, alice, DemoLines.FLASK_ALICE);
    final Customer bobCustomer = answeredCall(stage, bob, DemoLines.FLASK_BOB);
    secondCallerHearsBusy(stage, bobCustomer);
    final String alicePaid =
        alice.takes(stage.payment(aliceCustomer).charge("10.00", "USD"), "10.00 USD");
    final String bobToken =
        bob.takes(stage.payment(bobCustomer).tokenize(), "a token (the old system's total of 0)");
    aliceCustomer.typesCard(Customer.GOOD_CARD);
    bobCustomer.typesCard(Customer.GOOD_CARD).typesExpiry();
    aliceCustomer.typesExpiry();
    aliceCustomer.awaits("security-code");
    alice.asksAgain(alicePaid, CaptureField.EXPIRATION_DATE);
    bobCustomer.typesCode();
    aliceCustomer.typesExpiry().typesCode();
    bob.submits(bobToken);
    alice.submits(alicePaid);
    PaymentScenarios.expectOutcome(
        alice.sees(alicePaid, SessionState.PAID), Outcome::confirmationCode, "a code");
    PaymentScenarios.expectOutcome(
        bob.sees(bobToken, SessionState.TOKENIZED), Outcome::token, "a token");
    final String declined =
        alice.takes(stage.payment(aliceCustomer).charge("5.00", "USD"), "5.00 USD");
    final String cancelled =
        bob.takes(stage.payment(bobCustomer).charge("7.00", "USD"), "7.00 USD");
    bobCustomer.typesCard(Customer.GOOD_CARD);
    aliceCustomer.typesEverything(Customer.DECLINED_CARD);
    bob.cancels(cancelled);
    alice.submits(declined);
    PaymentScenarios.expectOutcome(
        alice.sees(declined, SessionState.DECLINED), Outcome::errorCode, "the reason");
    bob.sees(cancelled, SessionState.CANCELLED);
    expect(alice.stream().paySession(bobToken).isEmpty(), "alice never saw bob's payment");
    expect(bob.stream().paySession(alicePaid).isEmpty(), "bob never saw alice's payment");
    aliceCustomer.hangsUp();
    bobCustomer.hangsUp();
    alice.seesTheEndOf(aliceCustomer.call());
    bob.seesTheEndOf(bobCustomer.call());
  }

  private static Customer answeredCall(Stage stage, ScriptAgent agent, String number) {
    final Customer customer = stage.customer();
    agent.answers(customer.calls(number));
    return customer;
  }

  /// A second customer calls Bob meanwhile. The old system kept one busy flag for all agents.
  private static void secondCallerHearsBusy(Stage stage, Customer onTheLine) {
    final Customer second = stage.customer();
    final String busyCall = second.calls(DemoLines.FLASK_BOB);
    Pbx.await("a busy line", () -> Optional.of(stage.statusOf(busyCall)).filter("busy"::equals));
    second.hears("the busy tone, because %s is on the line".formatted(onTheLine.number()));
  }
}
