package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PayingScenarios.must;

import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.ExistingPage;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.existing.ExistingBrowser;
import dev.agentpay.scenarios.existing.ExistingConnectorDemo;
import java.util.Set;

/// Two agents with the page of the Generic Pay Connector demo side by side: four buttons, one
/// document for each call, and no cancel.
final class ConnectorDemoScenario {
  private static final String CARD = "payment-card-number";
  private static final String DATE = "expiration-date";
  private static final String POSTAL = "postal-code";
  private static final String CODE = "security-code";

  private final Stage stage;
  private final PaymentRecords alices;
  private final PaymentRecords bobs;

  private ConnectorDemoScenario(Stage stage) {
    this.stage = stage;
    alices = PaymentRecords.of(stage, "alice");
    bobs = PaymentRecords.of(stage, "bob");
  }

  static void play(Stage stage) {
    new ConnectorDemoScenario(stage).play();
  }

  private void play() {
    final ExistingConnectorDemo alice = page("alice");
    final Customer hers = answered(alice);
    final ExistingConnectorDemo bob = page("bob");
    final Customer his = answered(bob);
    must(alice.callSid().equals(hers.call()), "alice's page knows her customer's call");
    must(bob.callSid().equals(his.call()), "bob's page knows his customer's call");
    bothPay(alice, hers, bob, his);
    declinedAndLeft(alice, hers, bob, his);
    must(
        alice.documentsSeen().equals(Set.of(alice.document())),
        "alice's page heard of its own document only");
    must(
        bob.documentsSeen().equals(Set.of(bob.document())),
        "bob's page heard of its own document only");
    hers.hangsUp();
  }

  private ExistingConnectorDemo page(String agent) {
    final ExistingConnectorDemo page =
        stage.keep(
            new ExistingConnectorDemo(
                ExistingBrowser.sameOrigin(stage.server(), agent, stage.password()),
                stage.simulator(),
                stage.page(agent)));
    page.startDevice();
    return page;
  }

  private Customer answered(ExistingConnectorDemo page) {
    final Customer customer = stage.customer();
    final int before = page.events().count();
    customer.calls(DemoLines.GENERIC);
    page.events().await(before, "incoming");
    page.acceptCall();
    return customer;
  }

  private void bothPay(
      ExistingConnectorDemo alice, Customer hers, ExistingConnectorDemo bob, Customer his) {
    alice.startPaymentSession("10.00");
    final String alicesPayment = alice.paymentSid();
    bob.startPaymentSession("20.50");
    final String bobsPayment = bob.paymentSid();
    captures(alice, hers, CARD, Customer.GOOD_CARD);
    captures(bob, his, CARD, Customer.GOOD_CARD);
    captures(bob, his, DATE, Customer.expiry());
    // The customer goes on typing before the button is pressed: the digits must survive it.
    his.types(POSTAL, "94", "the first digits of the postal code at once");
    bob.updatePaymentSession(POSTAL);
    final int before = bob.events().count();
    his.types(POSTAL, "105#", "the rest of it");
    bob.events()
        .await(
            before,
            "updated-document",
            "the whole postal code",
            e -> e.text("postalCode").equals("94105"));
    captures(alice, hers, DATE, Customer.expiry());
    captures(alice, hers, POSTAL, "94105#");
    hers.types(CODE, "9", "a digit of a wrong code");
    final int again = alice.events().count();
    alice.updatePaymentSession(CODE);
    alice.updatePaymentSession(CODE); // a button that is pressed once more is how one begins anew
    captures(bob, his, CODE, "123");
    hers.types(CODE, "123", "the security code");
    shows(alice, again, CODE);
    alice.endPaymentSession();
    bob.endPaymentSession();
    paid(alice);
    paid(bob);
    alices.have(alicesPayment, hers, SessionState.PAID);
    bobs.have(bobsPayment, his, SessionState.PAID);
  }

  private void declinedAndLeft(
      ExistingConnectorDemo alice, Customer hers, ExistingConnectorDemo bob, Customer his) {
    final int before = alice.events().count();
    bob.startPaymentSession("7.00");
    captures(bob, his, CARD, Customer.GOOD_CARD);
    alice.startPaymentSession("5.00");
    captures(alice, hers, CARD, Customer.DECLINED_CARD);
    captures(alice, hers, DATE, Customer.expiry());
    his.hangsUp();
    captures(alice, hers, POSTAL, "94105#");
    captures(alice, hers, CODE, "123");
    alice.endPaymentSession();
    alice
        .events()
        .await(
            before,
            "updated-document",
            "an error that the page shows",
            e -> e.text("errorType").equals("payment-connector-error"));
    alices.have(alice.paymentSid(), hers, SessionState.DECLINED);
    bobs.have(bob.paymentSid(), his, SessionState.ABANDONED);
  }

  /// The agent presses a button, the customer types, the document shows it.
  private static void captures(
      ExistingConnectorDemo page, Customer customer, String field, String keys) {
    final int before = page.events().count();
    page.updatePaymentSession(field);
    customer.types(field, keys, ExistingPage.words(field));
    shows(page, before, field);
  }

  private static void shows(ExistingConnectorDemo page, int since, String field) {
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

  private static void paid(ExistingConnectorDemo page) {
    page.events()
        .await(
            0,
            "updated-document",
            "the document with a success",
            e ->
                e.text("result").equals("success") && !e.text("paymentConfirmationCode").isEmpty());
  }
}
