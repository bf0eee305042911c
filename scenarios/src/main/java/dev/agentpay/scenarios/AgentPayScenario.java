package dev.agentpay.scenarios;

import static dev.agentpay.scenarios.PayingScenarios.must;

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

/// Two agents with the npm client `agent-pay` side by side. One is told by a CTI which call a
/// customer made, the other adopts the call that the PBX dialled for them.
final class AgentPayScenario {
  private static final ExistingAgentPay.Settings SETTINGS =
      new ExistingAgentPay.Settings(
          "sandbox", "payment-card-number, security-code, expiration-date", "USD", "reusable");

  private static final String CODE = "security-code";

  private final Stage stage;
  private final ExistingAgentPay alice;
  private final ExistingAgentPay bob;
  private final PaymentRecords alices;
  private final PaymentRecords bobs;

  private AgentPayScenario(Stage stage) {
    this.stage = stage;
    alices = PaymentRecords.of(stage, "alice");
    bobs = PaymentRecords.of(stage, "bob");
    alice = logsIn("alice");
    bob = logsIn("bob");
  }

  static void play(Stage stage) {
    new AgentPayScenario(stage).play();
  }

  private void play() {
    bob.attachPay();
    final Customer hers = callsIn();
    final Customer his =
        CompatLines.dialled(
            stage, "bob", DemoLines.AGENT_PAY_DOMAIN, Map.of("User-to-User", "conversation-21"));
    bob.events().await(0, "UUIItemAdded");
    must(
        bob.callSid().equals(his.call()), "bob's client adopted the call that was dialled for him");
    must(!alice.service().equals(bob.service()), "each has a Sync service of their own");
    bothPay(hers, his);
    declinedAndCancelled(hers, his);
    alices.matchWhatTheClientSaw(alice.paymentsSeen());
    bobs.matchWhatTheClientSaw(bob.paymentsSeen());
    must(bob.callsSeen().equals(Set.of(his.call())), "bob's client heard of no call of alice's");
    must(alice.console().isEmpty() && bob.console().isEmpty(), "no client wrote of an error");
    hers.hangsUp();
    his.hangsUp();
  }

  private ExistingAgentPay logsIn(String agent) {
    final ExistingPage page = stage.page(agent);
    page.does("logs in to the old page");
    final ExistingBrowser.Answer login =
        ExistingAgentPayRequests.login(stage.server(), agent, stage.password());
    must(login.ok(), "%s is let in: %s".formatted(agent, login.text()));
    return stage.keep(
        new ExistingAgentPay(
            stage.simulator(),
            new ExistingAgentPayRequests(stage.server(), agent, login.json().asString()),
            SETTINGS,
            page));
  }

  /// A customer calls; the PBX's CTI asks under which sid payments know the call.
  private Customer callsIn() {
    final Pbx pbx = stage.pbx();
    final Customer customer = stage.customer();
    final String call = customer.calls(DemoLines.AGENT_PAY);
    final String uui = pbx.uuiOf(pbx.legOf(call));
    final String sid = alice.requests().uui2sid(uui);
    must(sid.equals(call), "the UUI leads to the customer's call");
    alice.attachPay(sid);
    return customer;
  }

  /// Hers becomes a token, as 4.3.1 always does; his is charged, as 4.3.2 can.
  private void bothPay(Customer hers, Customer his) {
    final int alicesBegin = alice.events().count();
    final int bobsBegin = bob.events().count();
    alice.startCapture(BigDecimal.ZERO);
    bob.startCapture(new BigDecimal("20.50"));
    hers.typesCard(Customer.GOOD_CARD);
    alice.events().await(alicesBegin, "capturingSecurityCode");
    typesAheadOfTheClient(his, bobsBegin);
    hers.types(CODE, "99", "two digits of a wrong code");
    resetsTheCode();
    hers.typesCode();
    asksForTheCardAgain(bobsBegin);
    hers.typesExpiry();
    his.typesCard(Customer.GOOD_CARD).typesExpiry();
    bob.events().await(bobsBegin, "captureComplete");
    bob.submitCapture();
    alice.events().await(alicesBegin, "captureComplete");
    alice.submitCapture();
    result(bob, bobsBegin, "PaymentConfirmationCode");
    result(alice, alicesBegin, "PaymentToken");
    alices.have(alice.paySid(), hers, SessionState.TOKENIZED);
    final BigDecimal charged =
        bobs.have(bob.paySid(), his, SessionState.PAID).total().orElse(BigDecimal.ZERO);
    must(charged.compareTo(new BigDecimal("20.50")) == 0, "20.50 was charged");
  }

  /// The customer goes on typing while the client's own request for the code is still on its way:
  /// the first digit must survive it.
  private void typesAheadOfTheClient(Customer his, int since) {
    final CountDownLatch network = new CountDownLatch(1);
    bob.network().keepsBack(CODE, network);
    his.typesCard(Customer.GOOD_CARD);
    his.types(CODE, "1", "the first digit of the security code at once");
    must(
        bob.events().count("capturingSecurityCode", since) == 0,
        "bob's client has not asked for the code yet");
    network.countDown();
    bob.events().await(since, "capturingSecurityCode");
    his.types(CODE, "23", "the rest of it");
  }

  /// An earlier field, once the client has seen that the present one is asked for: it takes an
  /// update that was on its way already for one that says that the card is there.
  private void asksForTheCardAgain(int since) {
    hasSeen(bob, since, "expiration-date", "capturingDate");
    bob.resetCard();
  }

  /// The client has asked for this field and has seen that Twilio asks for it.
  private static void hasSeen(ExistingAgentPay client, int since, String field, String event) {
    client.events().await(since, event);
    client.events().await(since, "cardUpdate", field, e -> e.text("Capture").equals(field));
  }

  private void resetsTheCode() {
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

  private void declinedAndCancelled(Customer hers, Customer his) {
    final int alicesBegin = alice.events().count();
    final int bobsBegin = bob.events().count();
    alice.startCapture(new BigDecimal("5"));
    bob.startCapture(new BigDecimal("7"));
    hers.typesCard(Customer.DECLINED_CARD);
    his.typesCard(Customer.GOOD_CARD);
    hers.typesCode();
    hasSeen(bob, bobsBegin, CODE, "capturingSecurityCode");
    bob.cancelCapture();
    bob.events().await(bobsBegin, "cancelledCapture");
    hers.typesExpiry();
    alice.events().await(alicesBegin, "captureComplete");
    alice.submitCapture();
    result(alice, alicesBegin, "PaymentError");
    alices.have(alice.paySid(), hers, SessionState.DECLINED);
    bobs.have(bob.paySid(), his, SessionState.CANCELLED);
  }

  /// What the page shows of the end: the raw data of the last update.
  private static void result(ExistingAgentPay client, int since, String wanted) {
    client
        .events()
        .await(since, "cardUpdate", "a result with " + wanted, e -> !e.text(wanted).isEmpty());
  }
}
