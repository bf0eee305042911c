package dev.agentpay.scenarios;

import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every route by which a customer and an agent get connected. Each scenario ends with a payment on
/// the customer's leg.
final class CallScenarios {
  private CallScenarios() {}

  static void softphone(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final ScriptAgent bob = stage.agent("bob").ready();
    stage.ringing(Map.of("client:alice", "no-answer"));
    final Customer customer = stage.customer();
    bob.answers(customer.calls(stage.businessNumber()));
    alice.does("does not answer; the next agent rings");
    pays(stage, bob, customer);
    customer.hangsUp();
    stage.ringing(Map.of());
    final Customer called = stage.dialledBy(alice);
    final Call call = alice.has(called.call());
    PaymentScenarios.expect(
        call.route() == Call.Route.DIAL_OUT, "alice's outbound call has the route DIAL_OUT");
    pays(stage, alice, called);
    called.hangsUp();
  }

  static void sipIn(Stage stage) {
    final ScriptAgent alice = stage.agent("alice");
    final Pbx pbx = stage.pbx();
    final Customer customer = stage.customer();
    final String call = customer.calls(DemoLines.PBX);
    final String uui = pbx.uuiOf(pbx.legOf(call));
    PaymentScenarios.expect(uui.equals(call), "the UUI is the customer's CallSid");
    alice.claims(uui);
    alice.has(call);
    pays(stage, alice, customer);
    customer.hangsUp();
    alice.seesTheEndOf(call);
  }

  static void sipOut(Stage stage) {
    final ScriptAgent alice = stage.agent("alice");
    final ScriptAgent bob = stage.agent("bob");
    final Pbx pbx = stage.pbx();
    final Customer first =
        pbx.calls(stage.customer(), Map.of("X-Inin-Cnv", "7c3f2d9e-conversation"));
    final Customer second =
        pbx.calls(stage.customer(), Map.of("user-to-user", Pbx.hex("conversation-8")));
    final Customer unknown = pbx.calls(stage.customer(), Map.of());
    alice.claims("7c3f2d9e-conversation");
    bob.claims("conversation-8");
    alice.has(first.call());
    bob.has(second.call());
    pays(stage, alice, first);
    pays(stage, bob, second);
    final ScriptAgent sam = stage.agent("sam");
    final List<Call> unmatched =
        Pbx.await(
            "a call that is assigned to nobody",
            () -> Optional.of(sam.client().unmatchedCalls()).filter(calls -> !calls.isEmpty()));
    PaymentScenarios.expect(
        unmatched.stream().map(Call::sid).toList().equals(List.of(unknown.call())),
        "only the call without a UUI is unassigned");
    sam.does("assigns the call without a UUI to bob");
    second.hangsUp();
    bob.seesTheEndOf(second.call());
    sam.client().assign(unknown.call(), "bob");
    bob.has(unknown.call());
    pays(stage, bob, unknown);
    first.hangsUp();
    unknown.hangsUp();
  }

  static void transfer(Stage stage) {
    final ScriptAgent alice = stage.agent("alice");
    final ScriptAgent bob = stage.agent("bob");
    final Pbx pbx = stage.pbx();
    final Customer customer = stage.customer();
    final String call = customer.calls(DemoLines.PBX);
    final String first = pbx.legOf(call);
    final String uui = pbx.uuiOf(first);
    alice.claims(uui);
    alice.has(call);
    final String session =
        alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD, then cancels it");
    bob.isRefused(
        ProblemType.CALL_HAS_SESSION,
        "claim the call while alice's payment is open",
        () -> bob.client().claimByUui(uui));
    alice.cancels(session);
    alice.sees(session, SessionState.CANCELLED);
    pbx.transfers(first, "sip:bob@" + DemoLines.PBX_DOMAIN);
    final String second =
        Pbx.await(
            "the PBX's new leg after the transfer",
            () -> Optional.of(pbx.legOf(call)).filter(leg -> !leg.equals(first)));
    PaymentScenarios.expect(pbx.uuiOf(second).equals(uui), "the UUI stays the same");
    bob.claims(uui);
    bob.has(call);
    alice.loses(call);
    pays(stage, bob, customer);
    customer.hangsUp();
    bob.seesTheEndOf(call);
  }

  static void forwardBusy(Stage stage) {
    final ScriptAgent bob = stage.agent("bob");
    final Customer first = stage.customer();
    bob.answers(first.calls(DemoLines.FORWARDED));
    final Customer second = stage.customer();
    final String busyCall = second.calls(DemoLines.FORWARDED);
    Pbx.await("a busy line", () -> Optional.of(stage.statusOf(busyCall)).filter("busy"::equals));
    second.hears("the busy tone");
    pays(stage, bob, first);
    first.hangsUp();
    bob.seesTheEndOf(first.call());
    final Customer third = stage.customer();
    bob.answers(third.calls(DemoLines.FORWARDED));
    third.hangsUp();
  }

  static void uuiClaim(Stage stage) {
    final ScriptAgent alice = stage.agent("alice");
    final ScriptAgent bob = stage.agent("bob");
    final Pbx pbx = stage.pbx();
    final String uui = "conversation-9";
    final Map<String, String> header = Map.of("User-to-User", Pbx.hex(uui));
    alice.claimsAhead(uui);
    bob.isRefused(ProblemType.UUI_CLAIMED, "claim it too", () -> bob.client().claimByUui(uui));
    final Customer first = pbx.calls(stage.customer(), header);
    alice.has(first.call());
    final Customer second = pbx.calls(stage.customer(), header);
    final Call free =
        Pbx.await(
            "an unassigned call with the UUI",
            () ->
                bob.client().callsByUui(uui).stream().filter(c -> c.agent().isEmpty()).findFirst());
    PaymentScenarios.expect(free.sid().equals(second.call()), "bob sees only the unassigned call");
    bob.isRefused(
        ProblemType.AMBIGUOUS_UUI,
        "claim by a UUI that two calls share",
        () -> bob.client().claimByUui(uui));
    bob.does("claims the unassigned call by its sid");
    bob.client().claim(free.sid());
    bob.has(second.call());
    pays(stage, alice, first);
    pays(stage, bob, second);
    first.hangsUp();
    second.hangsUp();
  }

  static void foreign(Stage stage) {
    final ScriptAgent alice = stage.agent("alice");
    final Customer customer = stage.customer();
    final String call = customer.calls(DemoLines.FOREIGN);
    final String agentLeg = stage.legOf(call, "in-progress");
    alice.does("pastes the sid of her own leg, " + agentLeg);
    final Call claimed = alice.client().claim(agentLeg);
    PaymentScenarios.expect(
        claimed.sid().equals(call), "the claim resolves the agent's leg to the customer's leg");
    alice.has(call);
    pays(stage, alice, customer);
    final String open =
        alice.takes(stage.payment(customer).charge("1.00", "USD"), "another 1.00 USD");
    customer.awaits("payment-card-number");
    customer.hangsUp();
    alice.seesTheEndOf(call);
    alice.sees(open, SessionState.ABANDONED);
  }

  private static void pays(Stage stage, ScriptAgent agent, Customer customer) {
    final StartPayment payment = stage.payment(customer).charge("42.50", "USD");
    final String session = agent.takes(payment, "42.50 USD");
    customer.typesEverything(Customer.GOOD_CARD);
    agent.submits(session);
    agent.sees(session, SessionState.PAID);
  }
}
