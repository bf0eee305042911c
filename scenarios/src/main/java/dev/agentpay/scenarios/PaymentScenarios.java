package dev.agentpay.scenarios;

import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.ScriptFailure;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Optional;
import java.util.function.Function;

/// The customer pays, or the bank declines the card.
final class PaymentScenarios {
  private PaymentScenarios() {}

  static void charge(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session =
        alice.takes(
            stage.payment(customer).charge("42.50", "USD").tip("5.00").reference("A-1001"),
            "42.50 USD and a tip of 5.00");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits(session);
    final PaySession paid = alice.sees(session, SessionState.PAID);
    expect(paid.total().map(Object::toString).orElse("").equals("47.50"), "47.50 was charged");
    expectOutcome(paid, Outcome::confirmationCode, "a confirmation");
    customer.hangsUp();
  }

  static void tokenize(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session = alice.takes(stage.payment(customer).tokenize(), "a token for later");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits(session);
    expectOutcome(alice.sees(session, SessionState.TOKENIZED), Outcome::token, "a token");
    customer.hangsUp();
  }

  static void declined(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final StartPayment payment = stage.payment(customer).charge("42.50", "USD");
    final String first = alice.takes(payment, "42.50 USD");
    customer.typesEverything(Customer.DECLINED_CARD);
    alice.submits(first);
    expectOutcome(alice.sees(first, SessionState.DECLINED), Outcome::errorCode, "the reason");
    final String second = alice.takes(payment, "42.50 USD again, with another card");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits(second);
    expectOutcome(
        alice.sees(second, SessionState.PAID), Outcome::confirmationCode, "a confirmation");
    customer.hangsUp();
  }

  static void mistakes(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session = alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD");
    customer.types("payment-card-number", "4242424242424241", "a card number with a wrong digit");
    rejected(alice, session, CaptureField.PAYMENT_CARD_NUMBER, "invalid-card-number");
    customer.typesCard(Customer.GOOD_CARD);
    customer.types("expiration-date", "0120", "an expired date");
    rejected(alice, session, CaptureField.EXPIRATION_DATE, "invalid-date");
    customer.typesExpiry();
    customer.types("security-code", "12", "a security code that is too short");
    rejected(alice, session, CaptureField.SECURITY_CODE, "invalid-security-code");
    stage.twilioWaitsForTheFirstDigit(10);
    alice.asksAgain(session, CaptureField.SECURITY_CODE);
    customer.staysSilent("security-code");
    rejected(alice, session, CaptureField.SECURITY_CODE, "input-timeout");
    alice.sees(session, SessionState.IDLE); // two timeouts in a row stop the capture
    stage.twilioWaitsForTheFirstDigit(0);
    alice.does("asks for the security code once more");
    alice.client().capture(session, CaptureField.SECURITY_CODE);
    customer.typesCode();
    alice.sees(session, SessionState.READY);
    alice.asksAgain(session, CaptureField.PAYMENT_CARD_NUMBER);
    customer.typesCard(Customer.GOOD_CARD);
    alice.submits(session);
    expectOutcome(
        alice.sees(session, SessionState.PAID), Outcome::confirmationCode, "a confirmation");
    customer.hangsUp();
  }

  static void typeTwice(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session =
        alice.takes(
            stage
                .payment(customer)
                .charge("42.50", "USD")
                .typeTwice(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.SECURITY_CODE),
            "42.50 USD, card and code typed twice");
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees(session, s -> isSecond(s, CaptureField.PAYMENT_CARD_NUMBER));
    customer.typesCardAgain(Customer.DECLINED_CARD);
    rejected(alice, session, CaptureField.PAYMENT_CARD_NUMBER, "input-matching-failed");
    customer.typesCard(Customer.GOOD_CARD).typesCardAgain(Customer.GOOD_CARD);
    customer.typesExpiry().typesCode();
    alice.sees(session, s -> isSecond(s, CaptureField.SECURITY_CODE));
    customer.typesCodeAgain();
    alice.submits(session);
    expectOutcome(
        alice.sees(session, SessionState.PAID), Outcome::confirmationCode, "a confirmation");
    customer.hangsUp();
  }

  private static boolean isSecond(PaySession session, CaptureField field) {
    return session.field(field).filter(Field::second).isPresent();
  }

  private static void rejected(
      ScriptAgent agent, String session, CaptureField field, String error) {
    agent.sees(session, s -> s.field(field).flatMap(Field::error).equals(Optional.of(error)));
  }

  /// @throws ScriptFailure if the session's outcome lacks this value
  static void expectOutcome(
      PaySession session, Function<Outcome, Optional<String>> what, String name) {
    expect(
        session.outcome().flatMap(what).filter(t -> !t.isBlank()).isPresent(),
        "the outcome contains " + name);
  }

  /// @throws ScriptFailure if the condition does not hold
  static void expect(boolean holds, String what) {
    if (!holds) {
      throw new ScriptFailure("Expected: " + what);
    }
  }
}
