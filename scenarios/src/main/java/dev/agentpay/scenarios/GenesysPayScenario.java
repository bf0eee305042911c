package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PaymentScenarios.expect;

import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.existing.ExistingBrowser;
import dev.agentpay.scenarios.existing.ExistingGenesysPay;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/// Two agents use GenesysPay's page at the same time. One is called through the PBX, the other
/// calls out through it. At the end Alice transfers her customer to Bob.
final class GenesysPayScenario {
  private static final String CODE = "security-code";

  private final Stage stage;
  private final Pbx pbx;
  private final PaymentRecords aliceRecords;
  private final PaymentRecords bobRecords;
  private final Set<String> aliceSaw = new TreeSet<>();
  private final Set<String> bobSaw = new TreeSet<>();

  private GenesysPayScenario(Stage stage) {
    this.stage = stage;
    pbx = stage.pbx();
    aliceRecords = PaymentRecords.of(stage, "alice");
    bobRecords = PaymentRecords.of(stage, "bob");
  }

  static void play(Stage stage) {
    new GenesysPayScenario(stage).play();
  }

  private void play() {
    final Customer aliceCustomer = stage.customer();
    final String call = aliceCustomer.calls(DemoLines.GENESYS);
    final String leg = pbx.legOf(call);
    expect(pbx.uuiOf(leg).equals(call), "the UUI is the customer's CallSid");
    final Customer bobCustomer =
        PbxCalls.callCustomer(
            stage, "bob", DemoLines.GENESYS_DOMAIN, Map.of("x-inin-cnv", "conversation-31"));
    bothCustomersPay(aliceCustomer, bobCustomer);
    declinedAndCancelled(aliceCustomer, bobCustomer);
    bobCustomer.hangsUp();
    transferToBob(aliceCustomer, leg);
    aliceCustomer.hangsUp();
    aliceRecords.expectSeen(aliceSaw);
    bobRecords.expectSeen(bobSaw);
  }

  /// Opens the page again for each payment, because one page takes only one payment.
  private ExistingGenesysPay page(String agent, String amount, String currency) {
    return stage.closeAtEnd(
        new ExistingGenesysPay(
            ExistingBrowser.sameOrigin(stage.server(), agent, stage.password()),
            stage.simulator(),
            new BigDecimal(amount),
            currency,
            stage.page(agent)));
  }

  /// Alice's payment creates a token, the default of the original page. Bob's payment is a charge.
  private void bothCustomersPay(Customer aliceCustomer, Customer bobCustomer) {
    final ExistingGenesysPay alice = page("alice", "0", "AUD");
    final ExistingGenesysPay bob = page("bob", "20.50", "USD");
    alice.startCapture(aliceCustomer.call());
    bob.startCapture(bobCustomer.call());
    expect(!alice.service().equals(bob.service()), "each agent has a separate Sync service");
    aliceCustomer.typesCard(Customer.GOOD_CARD);
    bobCustomer.typesCard(Customer.GOOD_CARD).typesCode();
    aliceCustomer.types(CODE, "9", "one digit of a wrong security code");
    resetSecurityCode(alice);
    aliceCustomer.typesCode();
    bobCustomer.typesExpiry();
    bob.events().await(0, "captureComplete");
    aliceCustomer.typesExpiry();
    bob.submit();
    alice.events().await(0, "captureComplete");
    alice.submit();
    awaitResult(bob, "PaymentConfirmationCode");
    awaitResult(alice, "PaymentToken");
    aliceRecords.awaitPayment(alice.paymentSid(), aliceCustomer, SessionState.TOKENIZED);
    bobRecords.awaitPayment(bob.paymentSid(), bobCustomer, SessionState.PAID);
    closePages(alice, bob);
  }

  /// The customer types the security code while the client's own request for that field is still on
  /// its way. The server knows the client's order from Bob's first payment.
  private void typeAheadOfTheClient(ExistingGenesysPay bob, Customer bobCustomer) {
    final int before = bob.events().count();
    final CountDownLatch network = new CountDownLatch(1);
    bob.network().delay(CODE, network);
    bobCustomer.typesCard(Customer.GOOD_CARD);
    bobCustomer.types(CODE, "1", "the first digit of the security code early");
    expect(
        bob.events().count("captureTypeChanged", before) == 0,
        "bob's client has not requested the security code yet");
    network.countDown();
    bob.events().await(before, "captureTypeChanged");
    bobCustomer.types(CODE, "23", "the rest of the security code");
  }

  private static void resetSecurityCode(ExistingGenesysPay alice) {
    awaitRequest(alice, CODE);
    final int before = alice.events().count();
    alice.reset(CODE);
    alice
        .events()
        .await(
            before,
            "paymentDataUpdated",
            "the security code is empty again",
            e -> e.text("Capture").equals(CODE) && e.text("SecurityCode").isEmpty());
  }

  /// Waits for the client's request for this field. Twilio may already be capturing it, because the
  /// server asks for the next field before the client does.
  private static void awaitRequest(ExistingGenesysPay client, String field) {
    client
        .events()
        .await(
            0,
            "captureTypeChanged",
            "a request for " + field,
            e -> e.text("captureType").equals(field));
  }

  private void declinedAndCancelled(Customer aliceCustomer, Customer bobCustomer) {
    final ExistingGenesysPay alice = page("alice", "5", "USD");
    final ExistingGenesysPay bob = page("bob", "7", "USD");
    alice.startCapture(aliceCustomer.call());
    bob.startCapture(bobCustomer.call());
    aliceCustomer.typesCard(Customer.DECLINED_CARD);
    typeAheadOfTheClient(bob, bobCustomer);
    aliceCustomer.typesCode();
    awaitRequest(bob, "expiration-date");
    bob.cancel();
    bob.events().await(0, "paymentCancelled");
    aliceCustomer.typesExpiry();
    alice.events().await(0, "captureComplete");
    alice.submit();
    awaitResult(alice, "PaymentError");
    aliceRecords.awaitPayment(alice.paymentSid(), aliceCustomer, SessionState.DECLINED);
    bobRecords.awaitPayment(bob.paymentSid(), bobCustomer, SessionState.CANCELLED);
    closePages(alice, bob);
  }

  /// Alice's side of the PBX transfers the customer to Bob, who takes a payment on the same call.
  private void transferToBob(Customer aliceCustomer, String leg) {
    pbx.transfers(leg, "sip:%s@%s".formatted(PbxCalls.USERS.get("bob"), DemoLines.PBX_DOMAIN));
    final String second =
        Pbx.await(
            "the PBX's new leg after the transfer",
            () -> Optional.of(pbx.legOf(aliceCustomer.call())).filter(l -> !l.equals(leg)));
    expect(pbx.uuiOf(second).equals(aliceCustomer.call()), "the UUI stays the same");
    bobRecords.awaitCall(aliceCustomer.call());
    final ExistingGenesysPay bob = page("bob", "3.25", "USD");
    bob.startCapture(aliceCustomer.call());
    aliceCustomer.typesCard(Customer.GOOD_CARD).typesCode().typesExpiry();
    bob.events().await(0, "captureComplete");
    bob.submit();
    awaitResult(bob, "PaymentConfirmationCode");
    bobRecords.awaitPayment(bob.paymentSid(), aliceCustomer, SessionState.PAID);
    bobSaw.addAll(bob.paymentsSeen());
  }

  private void closePages(ExistingGenesysPay alice, ExistingGenesysPay bob) {
    expect(alice.events().count("error", 0) == 0, "alice's client reported no error");
    expect(bob.events().count("error", 0) == 0, "bob's client reported no error");
    aliceSaw.addAll(alice.paymentsSeen());
    bobSaw.addAll(bob.paymentsSeen());
    alice.close();
    bob.close();
  }

  /// The page does not display the result; the data appears in its console.
  private static void awaitResult(ExistingGenesysPay client, String wanted) {
    client
        .events()
        .await(0, "paymentDataUpdated", "a result with " + wanted, e -> !e.text(wanted).isEmpty());
  }
}
