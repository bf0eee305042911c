package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PaymentScenarios.expect;

import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.ExistingPage;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.existing.ExistingBrowser;
import dev.agentpay.scenarios.existing.ExistingConnectorDemo;
import java.util.Set;

/// Two agents use the page of the Generic Pay Connector demo at the same time. The page has four
/// capture buttons, one Sync document for each call and no way to cancel.
final class ConnectorDemoScenario {
  private static final String CARD = "payment-card-number";
  private static final String DATE = "expiration-date";
  private static final String POSTAL = "postal-code";
  private static final String CODE = "security-code";

  private final Stage stage;
  private final PaymentRecords aliceRecords;
  private final PaymentRecords bobRecords;

  private ConnectorDemoScenario(Stage stage) {
    this.stage = stage;
    aliceRecords = PaymentRecords.of(stage, "alice");
    bobRecords = PaymentRecords.of(stage, "bob");
  }

  static void play(Stage stage) {
    new ConnectorDemoScenario(stage).play();
  }

  private void play() {
    final ExistingConnectorDemo alice = page("alice");
    final Customer aliceCustomer = answerCall(alice, aliceRecords);
    final ExistingConnectorDemo bob = page("bob");
    final Customer bobCustomer = answerCall(bob, bobRecords);
    expect(alice.callSid().equals(aliceCustomer.call()), "alice's page knows her customer's call");
    expect(bob.callSid().equals(bobCustomer.call()), "bob's page knows his customer's call");
    bothCustomersPay(alice, aliceCustomer, bob, bobCustomer);
    declinedAndAbandoned(alice, aliceCustomer, bob, bobCustomer);
    expect(
        alice.documentsSeen().equals(Set.of(alice.document())),
        "alice's page saw only its own document");
    expect(
        bob.documentsSeen().equals(Set.of(bob.document())), "bob's page saw only its own document");
    aliceCustomer.hangsUp();
  }

  private ExistingConnectorDemo page(String agent) {
    final ExistingConnectorDemo page =
        stage.closeAtEnd(
            new ExistingConnectorDemo(
                ExistingBrowser.sameOrigin(stage.server(), agent, stage.password()),
                stage.simulator(),
                stage.page(agent)));
    page.startDevice();
    return page;
  }

  private Customer answerCall(ExistingConnectorDemo page, PaymentRecords records) {
    final Customer customer = stage.customer();
    final int before = page.events().count();
    customer.calls(DemoLines.GENERIC);
    page.events().await(before, "incoming");
    page.acceptCall();
    records.awaitAnswered(customer.call());
    return customer;
  }

  private void bothCustomersPay(
      ExistingConnectorDemo alice,
      Customer aliceCustomer,
      ExistingConnectorDemo bob,
      Customer bobCustomer) {
    alice.startPaymentSession("10.00");
    final String alicePayment = alice.paymentSid();
    bob.startPaymentSession("20.50");
    final String bobPayment = bob.paymentSid();
    capture(alice, aliceCustomer, CARD, Customer.GOOD_CARD);
    capture(bob, bobCustomer, CARD, Customer.GOOD_CARD);
    capture(bob, bobCustomer, DATE, Customer.expiry());
    capture(bob, bobCustomer, CODE, "123"); // the agent decides which field is next
    capture(bob, bobCustomer, POSTAL, "94105#");
    capture(alice, aliceCustomer, DATE, Customer.expiry());
    capture(alice, aliceCustomer, POSTAL, "94105#");
    alice.updatePaymentSession(CODE);
    aliceCustomer.types(CODE, "9", "one digit of a wrong security code");
    final int again = alice.events().count();
    alice.updatePaymentSession(CODE); // in this page, pressing the button again resets the field
    aliceCustomer.types(CODE, "123", "the security code");
    awaitField(alice, again, CODE);
    alice.endPaymentSession();
    bob.endPaymentSession();
    awaitPaid(alice);
    awaitPaid(bob);
    aliceRecords.awaitPayment(alicePayment, aliceCustomer, SessionState.PAID);
    bobRecords.awaitPayment(bobPayment, bobCustomer, SessionState.PAID);
  }

  private void declinedAndAbandoned(
      ExistingConnectorDemo alice,
      Customer aliceCustomer,
      ExistingConnectorDemo bob,
      Customer bobCustomer) {
    final int before = alice.events().count();
    bob.startPaymentSession("7.00");
    capture(bob, bobCustomer, CARD, Customer.GOOD_CARD);
    alice.startPaymentSession("5.00");
    capture(alice, aliceCustomer, CARD, Customer.DECLINED_CARD);
    capture(alice, aliceCustomer, DATE, Customer.expiry());
    bobCustomer.hangsUp();
    capture(alice, aliceCustomer, POSTAL, "94105#");
    capture(alice, aliceCustomer, CODE, "123");
    alice.endPaymentSession();
    alice
        .events()
        .await(
            before,
            "updated-document",
            "a connector error",
            e -> e.text("errorType").equals("payment-connector-error"));
    aliceRecords.awaitPayment(alice.paymentSid(), aliceCustomer, SessionState.DECLINED);
    bobRecords.awaitPayment(bob.paymentSid(), bobCustomer, SessionState.ABANDONED);
  }

  /// The agent presses the field's button, the customer types, and the document shows the field.
  private static void capture(
      ExistingConnectorDemo page, Customer customer, String field, String keys) {
    final int before = page.events().count();
    page.updatePaymentSession(field);
    customer.types(field, keys, ExistingPage.fieldLabel(field));
    awaitField(page, before, field);
  }

  private static void awaitField(ExistingConnectorDemo page, int since, String field) {
    final String property =
        switch (field) {
          case CARD -> "cardNumber";
          case DATE -> "expirationDate";
          case POSTAL -> "postalCode";
          default -> "securityCode";
        };
    page.events()
        .await(
            since,
            "updated-document",
            "the document with " + property,
            e -> !e.text(property).isEmpty());
  }

  private static void awaitPaid(ExistingConnectorDemo page) {
    page.events()
        .await(
            0,
            "updated-document",
            "the document with the result success",
            e ->
                e.text("result").equals("success") && !e.text("paymentConfirmationCode").isEmpty());
  }
}
