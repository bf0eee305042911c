package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PaymentScenarios.expect;

import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.ExistingPage;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.existing.ExistingAgentPay;
import dev.agentpay.scenarios.existing.ExistingAgentPayRequests;
import dev.agentpay.scenarios.existing.ExistingBrowser;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// Two agents use the npm client `agent-pay` at the same time. Alice's CTI names her customer's
/// call; Bob's client takes over the call that the PBX dialled for him.
final class AgentPayScenario {
  private static final ExistingAgentPay.Settings SETTINGS =
      new ExistingAgentPay.Settings(
          "sandbox", "payment-card-number, security-code, expiration-date", "USD", "reusable");

  private static final String CODE = "security-code";

  private final Stage stage;
  private final ExistingAgentPay alice;
  private final ExistingAgentPay bob;
  private final PaymentRecords aliceRecords;
  private final PaymentRecords bobRecords;

  private AgentPayScenario(Stage stage) {
    this.stage = stage;
    aliceRecords = PaymentRecords.of(stage, "alice");
    bobRecords = PaymentRecords.of(stage, "bob");
    alice = logIn("alice");
    bob = logIn("bob");
  }

  static void play(Stage stage) {
    new AgentPayScenario(stage).play();
  }

  private void play() {
    bob.attachPay();
    final Customer aliceCustomer = customerCallsIn();
    final Customer bobCustomer =
        PbxCalls.callCustomer(
            stage, "bob", DemoLines.AGENT_PAY_DOMAIN, Map.of("User-to-User", "conversation-21"));
    bob.events().await(0, "UUIItemAdded");
    expect(
        bob.callSid().equals(bobCustomer.call()),
        "bob's client took over the call that the PBX dialled for him");
    expect(!alice.service().equals(bob.service()), "each agent has a separate Sync service");
    bothCustomersPay(aliceCustomer, bobCustomer);
    declinedAndCancelled(aliceCustomer, bobCustomer);
    aliceRecords.expectSeen(alice.paymentsSeen());
    bobRecords.expectSeen(bob.paymentsSeen());
    expect(bob.callsSeen().equals(Set.of(bobCustomer.call())), "bob's client saw only bob's call");
    expect(alice.console().isEmpty() && bob.console().isEmpty(), "neither client logged an error");
    aliceCustomer.hangsUp();
    bobCustomer.hangsUp();
  }

  private ExistingAgentPay logIn(String agent) {
    final ExistingPage page = stage.page(agent);
    page.does("logs in on the old page");
    final ExistingBrowser.Answer login =
        ExistingAgentPayRequests.login(stage.server(), agent, stage.password());
    expect(login.ok(), "the server accepts the login of %s: %s".formatted(agent, login.text()));
    return stage.closeAtEnd(
        new ExistingAgentPay(
            stage.simulator(),
            new ExistingAgentPayRequests(stage.server(), agent, login.json().asString()),
            SETTINGS,
            page));
  }

  /// A customer calls. The CTI of the PBX looks up the CallSid by the call's UUI.
  private Customer customerCallsIn() {
    final Pbx pbx = stage.pbx();
    final Customer customer = stage.customer();
    final String call = customer.calls(DemoLines.AGENT_PAY);
    final String uui = pbx.uuiOf(pbx.legOf(call));
    final String sid = alice.requests().uui2sid(uui);
    expect(sid.equals(call), "the server finds the customer's call by its UUI");
    alice.attachPay(sid);
    return customer;
  }

  /// Alice's payment creates a token, because version 4.3.1 always sends an amount of 0. Bob's
  /// payment is a charge, which version 4.3.2 supports.
  private void bothCustomersPay(Customer aliceCustomer, Customer bobCustomer) {
    final int aliceStart = alice.events().count();
    final int bobStart = bob.events().count();
    alice.startCapture(BigDecimal.ZERO);
    bob.startCapture(new BigDecimal("20.50"));
    aliceCustomer.typesCard(Customer.GOOD_CARD);
    alice.events().await(aliceStart, "capturingSecurityCode");
    bobCustomer.typesCard(Customer.GOOD_CARD).typesCode();
    aliceCustomer.types(CODE, "99", "two digits of a wrong security code");
    resetSecurityCode();
    aliceCustomer.typesCode();
    resetCardNumber(bobStart);
    aliceCustomer.typesExpiry();
    bobCustomer.typesCard(Customer.GOOD_CARD).typesExpiry();
    bob.events().await(bobStart, "captureComplete");
    bob.submitCapture();
    alice.events().await(aliceStart, "captureComplete");
    alice.submitCapture();
    awaitResult(bob, bobStart, "PaymentConfirmationCode");
    awaitResult(alice, aliceStart, "PaymentToken");
    aliceRecords.awaitPayment(alice.paySid(), aliceCustomer, SessionState.TOKENIZED);
    final BigDecimal charged =
        bobRecords
            .awaitPayment(bob.paySid(), bobCustomer, SessionState.PAID)
            .total()
            .orElse(BigDecimal.ZERO);
    expect(charged.compareTo(new BigDecimal("20.50")) == 0, "20.50 was charged");
  }

  /// The customer types the security code while the client's own request for that field is still on
  /// its way. The first digit must be kept: the server knows the client's order from Bob's first
  /// payment.
  private void typeAheadOfTheClient(Customer bobCustomer, int since) {
    final CountDownLatch network = new CountDownLatch(1);
    bob.network().delay(CODE, network);
    bobCustomer.typesCard(Customer.GOOD_CARD);
    bobCustomer.types(CODE, "1", "the first digit of the security code early");
    expect(
        bob.events().count("capturingSecurityCode", since) == 0,
        "bob's client has not requested the security code yet");
    network.countDown();
    bob.events().await(since, "capturingSecurityCode");
    bobCustomer.types(CODE, "23", "the rest of the security code");
  }

  /// Resets the card number after the client has seen the prompt for the expiration date. An
  /// earlier reset would fail: the client would take an update that was already on its way as proof
  /// that the card number is complete.
  private void resetCardNumber(int since) {
    hasSeen(bob, since, "expiration-date", "capturingDate");
    bob.resetCard();
  }

  /// Waits until the client has requested this field and has seen that Twilio prompts for it.
  private static void hasSeen(ExistingAgentPay client, int since, String field, String event) {
    client.events().await(since, event);
    client.events().await(since, "cardUpdate", field, e -> e.text("Capture").equals(field));
  }

  private void resetSecurityCode() {
    final int before = alice.events().count();
    alice.resetSecurityCode();
    alice
        .events()
        .await(
            before,
            "cardUpdate",
            "the security code is empty again",
            e -> e.text("Capture").equals(CODE) && e.text("SecurityCode").isEmpty());
  }

  private void declinedAndCancelled(Customer aliceCustomer, Customer bobCustomer) {
    final int aliceStart = alice.events().count();
    final int bobStart = bob.events().count();
    alice.startCapture(new BigDecimal("5"));
    bob.startCapture(new BigDecimal("7"));
    aliceCustomer.typesCard(Customer.DECLINED_CARD);
    typeAheadOfTheClient(bobCustomer, bobStart);
    aliceCustomer.typesCode();
    hasSeen(bob, bobStart, "expiration-date", "capturingDate");
    bob.cancelCapture();
    bob.events().await(bobStart, "cancelledCapture");
    aliceCustomer.typesExpiry();
    alice.events().await(aliceStart, "captureComplete");
    alice.submitCapture();
    awaitResult(alice, aliceStart, "PaymentError");
    aliceRecords.awaitPayment(alice.paySid(), aliceCustomer, SessionState.DECLINED);
    bobRecords.awaitPayment(bob.paySid(), bobCustomer, SessionState.CANCELLED);
  }

  /// The page shows the raw data of the last update as the result.
  private static void awaitResult(ExistingAgentPay client, int since, String wanted) {
    client
        .events()
        .await(since, "cardUpdate", "a result with " + wanted, e -> !e.text(wanted).isEmpty());
  }
}
