package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PayingScenarios.must;

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

/// Two agents with GenesysPay's page side by side: one is called through the PBX, the other calls
/// through it, and in the end one hands a customer over to the other.
final class GenesysPayScenario {
  private static final String CODE = "security-code";

  private final Stage stage;
  private final Pbx pbx;
  private final PaymentRecords alices;
  private final PaymentRecords bobs;
  private final Set<String> aliceSaw = new TreeSet<>();
  private final Set<String> bobSaw = new TreeSet<>();

  private GenesysPayScenario(Stage stage) {
    this.stage = stage;
    pbx = stage.pbx();
    alices = PaymentRecords.of(stage, "alice");
    bobs = PaymentRecords.of(stage, "bob");
  }

  static void play(Stage stage) {
    new GenesysPayScenario(stage).play();
  }

  private void play() {
    final Customer hers = stage.customer();
    final String call = hers.calls(DemoLines.GENESYS);
    final String leg = pbx.legOf(call);
    must(pbx.uuiOf(leg).equals(call), "the UUI is the customer's CallSid");
    final Customer his =
        CompatLines.dialled(
            stage, "bob", DemoLines.GENESYS_DOMAIN, Map.of("x-inin-cnv", "conversation-31"));
    bothPay(hers, his);
    declinedAndCancelled(hers, his);
    his.hangsUp();
    handedOver(hers, leg);
    hers.hangsUp();
    alices.matchWhatTheClientSaw(aliceSaw);
    bobs.matchWhatTheClientSaw(bobSaw);
  }

  /// The page is loaded anew for each payment, as it takes one only.
  private ExistingGenesysPay page(String agent, String amount, String currency) {
    return stage.keep(
        new ExistingGenesysPay(
            ExistingBrowser.sameOrigin(stage.server(), agent, stage.password()),
            stage.simulator(),
            new BigDecimal(amount),
            currency,
            stage.page(agent)));
  }

  /// Hers becomes a token, as in the page as it is shipped; his is charged.
  private void bothPay(Customer hers, Customer his) {
    final ExistingGenesysPay alice = page("alice", "0", "AUD");
    final ExistingGenesysPay bob = page("bob", "20.50", "USD");
    alice.startCapture(hers.call());
    bob.startCapture(his.call());
    must(!alice.service().equals(bob.service()), "each has a Sync service of their own");
    hers.typesCard(Customer.GOOD_CARD);
    typesAheadOfTheClient(bob, his);
    hers.types(CODE, "9", "a digit of a wrong code");
    resetsTheCode(alice);
    hers.typesCode();
    his.typesExpiry();
    bob.events().await(0, "captureComplete");
    hers.typesExpiry();
    bob.submit();
    alice.events().await(0, "captureComplete");
    alice.submit();
    result(bob, "PaymentConfirmationCode");
    result(alice, "PaymentToken");
    alices.have(alice.paymentSid(), hers, SessionState.TOKENIZED);
    bobs.have(bob.paymentSid(), his, SessionState.PAID);
    leave(alice, bob);
  }

  private void typesAheadOfTheClient(ExistingGenesysPay bob, Customer his) {
    final int before = bob.events().count();
    final CountDownLatch network = new CountDownLatch(1);
    bob.network().keepsBack(CODE, network);
    his.typesCard(Customer.GOOD_CARD);
    his.types(CODE, "1", "the first digit of the security code at once");
    must(
        bob.events().count("captureTypeChanged", before) == 0,
        "bob's client has not asked for the code yet");
    network.countDown();
    bob.events().await(before, "captureTypeChanged");
    his.types(CODE, "23", "the rest of it");
  }

  private static void resetsTheCode(ExistingGenesysPay alice) {
    asksForTheCode(alice);
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

  /// Twilio may listen for it already: we ask ahead of the client.
  private static void asksForTheCode(ExistingGenesysPay client) {
    client
        .events()
        .await(
            0, "captureTypeChanged", "the second field", e -> e.text("captureType").equals(CODE));
  }

  private void declinedAndCancelled(Customer hers, Customer his) {
    final ExistingGenesysPay alice = page("alice", "5", "USD");
    final ExistingGenesysPay bob = page("bob", "7", "USD");
    alice.startCapture(hers.call());
    bob.startCapture(his.call());
    hers.typesCard(Customer.DECLINED_CARD);
    his.typesCard(Customer.GOOD_CARD);
    hers.typesCode();
    asksForTheCode(bob);
    bob.cancel();
    bob.events().await(0, "paymentCancelled");
    hers.typesExpiry();
    alice.events().await(0, "captureComplete");
    alice.submit();
    result(alice, "PaymentError");
    alices.have(alice.paymentSid(), hers, SessionState.DECLINED);
    bobs.have(bob.paymentSid(), his, SessionState.CANCELLED);
    leave(alice, bob);
  }

  /// Alice's side of the PBX hands her customer to bob, who takes a payment on the same call.
  private void handedOver(Customer hers, String leg) {
    pbx.transfers(leg, "sip:%s@%s".formatted(CompatLines.USERS.get("bob"), DemoLines.PBX_DOMAIN));
    final String second =
        Pbx.await(
            "the leg after the transfer",
            () -> Optional.of(pbx.legOf(hers.call())).filter(l -> !l.equals(leg)));
    must(pbx.uuiOf(second).equals(hers.call()), "the UUI stays the same");
    bobs.haveTheCall(hers.call());
    final ExistingGenesysPay bob = page("bob", "3.25", "USD");
    bob.startCapture(hers.call());
    hers.typesCard(Customer.GOOD_CARD).typesCode().typesExpiry();
    bob.events().await(0, "captureComplete");
    bob.submit();
    result(bob, "PaymentConfirmationCode");
    bobs.have(bob.paymentSid(), hers, SessionState.PAID);
    bobSaw.addAll(bob.paymentsSeen());
  }

  private void leave(ExistingGenesysPay alice, ExistingGenesysPay bob) {
    must(alice.events().count("error", 0) == 0, "alice's client told of no error");
    must(bob.events().count("error", 0) == 0, "bob's client told of no error");
    aliceSaw.addAll(alice.paymentsSeen());
    bobSaw.addAll(bob.paymentsSeen());
    alice.close();
    bob.close();
  }

  /// The page keeps the result to itself; its console shows the data.
  private static void result(ExistingGenesysPay client, String wanted) {
    client
        .events()
        .await(0, "paymentDataUpdated", "a result with " + wanted, e -> !e.text(wanted).isEmpty());
  }
}
