package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PayingScenarios.must;

import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Optional;

/// Two agents whose telephones the Flask AgentPay's numbers forward to, each number with `?Fwd=`.
/// Of the old system only the numbers' settings are left; the agents work with AgentPay's own desk.
final class FlaskScenario {
  private FlaskScenario() {}

  static void play(Stage stage) {
    final ScriptAgent alice = stage.agent("alice");
    final ScriptAgent bob = stage.agent("bob");
    final Customer hers = rings(stage, alice, DemoLines.FLASK_ALICE);
    final Customer his = rings(stage, bob, DemoLines.FLASK_BOB);
    busy(stage, his);
    final String hersPaid = alice.takes(stage.payment(hers).charge("10.00", "USD"), "10.00 USD");
    final String hisToken =
        bob.takes(stage.payment(his).tokenize(), "a token, as a total of 0 did");
    hers.typesCard(Customer.GOOD_CARD);
    his.typesCard(Customer.GOOD_CARD).typesExpiry();
    hers.typesExpiry();
    hers.awaits("security-code");
    alice.asksAgain(hersPaid, CaptureField.EXPIRATION_DATE);
    his.typesCode();
    hers.typesExpiry().typesCode();
    bob.submits(hisToken);
    alice.submits(hersPaid);
    PayingScenarios.told(
        alice.sees(hersPaid, SessionState.PAID), Outcome::confirmationCode, "a code");
    PayingScenarios.told(bob.sees(hisToken, SessionState.TOKENIZED), Outcome::token, "a token");
    final String declined = alice.takes(stage.payment(hers).charge("5.00", "USD"), "5.00 USD");
    final String cancelled = bob.takes(stage.payment(his).charge("7.00", "USD"), "7.00 USD");
    his.typesCard(Customer.GOOD_CARD);
    hers.typesEverything(Customer.DECLINED_CARD);
    bob.cancels(cancelled);
    alice.submits(declined);
    PayingScenarios.told(
        alice.sees(declined, SessionState.DECLINED), Outcome::errorCode, "the reason");
    bob.sees(cancelled, SessionState.CANCELLED);
    must(alice.stream().paySession(hisToken).isEmpty(), "alice never saw bob's payment");
    must(bob.stream().paySession(hersPaid).isEmpty(), "bob never saw alice's payment");
    hers.hangsUp();
    his.hangsUp();
    alice.seesTheEndOf(hers.call());
    bob.seesTheEndOf(his.call());
  }

  private static Customer rings(Stage stage, ScriptAgent agent, String number) {
    final Customer customer = stage.customer();
    agent.answers(customer.calls(number));
    return customer;
  }

  /// Somebody else calls bob meanwhile; with the old system this was one flag for everybody.
  private static void busy(Stage stage, Customer onTheLine) {
    final Customer second = stage.customer();
    final String turnedAway = second.calls(DemoLines.FLASK_BOB);
    Pbx.await("a busy line", () -> Optional.of(stage.statusOf(turnedAway)).filter("busy"::equals));
    second.hears("that the line is busy, as %s is on it".formatted(onTheLine.number()));
  }
}
