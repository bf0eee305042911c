package dev.agentpay.scenarios;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.PaySessionQuery;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ExistingPage;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// AgentPay's own records of one agent's payments. A scenario with an existing client checks them,
/// because what the client displays is not sufficient evidence.
final class PaymentRecords {
  private final String agent;
  private final PayClient client;
  private final ExistingPage page;
  private final Set<String> earlier;

  private PaymentRecords(String agent, PayClient client, ExistingPage page) {
    this.agent = agent;
    this.client = client;
    this.page = page;
    earlier = payments();
  }

  /// Ignores all payments that exist before this call.
  static PaymentRecords of(Stage stage, String agent) {
    return new PaymentRecords(
        agent,
        PayClient.connect(stage.server()).signIn(agent, stage.password()),
        stage.page("records"));
  }

  /// Waits until this payment reaches its final state and checks that it is on the right call.
  PaySession awaitPayment(String payment, Customer customer, SessionState end) {
    final PaySession session =
        Pbx.await(
            "the payment %s of %s in the state %s".formatted(payment, agent, end),
            () ->
                client.paySessions(PaySessionQuery.all()).stream()
                    .filter(s -> s.payment().equals(Optional.of(payment)) && s.state() == end)
                    .findFirst());
    PaymentScenarios.expect(
        session.call().equals(customer.call()), "the payment is on its customer's call");
    page.does(
        "show payment %s of %s on the call of %s: %s%s"
            .formatted(
                payment,
                agent,
                customer.number(),
                end,
                session.total().map(t -> ", " + t + " " + session.currency()).orElse("")));
    return session;
  }

  /// Waits until this call is assigned to the agent.
  void awaitCall(String call) {
    Pbx.await(
        "the call %s assigned to %s".formatted(call, agent),
        () -> client.calls().stream().filter(c -> isMine(c) && c.sid().equals(call)).findFirst());
    page.does("show that the call is assigned to " + agent);
  }

  /// Waits until this call is the agent's and answered. A page knows it before the server does; a
  /// person needs longer than that to start a payment.
  void awaitAnswered(String call) {
    Pbx.await(
        "the call %s answered by %s".formatted(call, agent),
        () ->
            client.calls().stream()
                .filter(c -> isMine(c) && c.sid().equals(call) && c.state() == Call.State.ANSWERED)
                .findFirst());
  }

  private boolean isMine(Call call) {
    return call.agent().equals(Optional.of(agent));
  }

  /// The agent's payments since this object was created.
  Set<String> newPayments() {
    final Set<String> all = payments();
    all.removeAll(earlier);
    return all;
  }

  private Set<String> payments() {
    return client.paySessions(PaySessionQuery.all()).stream()
        .flatMap(s -> s.payment().stream())
        .collect(Collectors.toSet());
  }

  /// Checks that the client saw exactly this agent's payments.
  void expectSeen(Set<String> seen) {
    PaymentScenarios.expect(
        seen.equals(newPayments()),
        "the client of %s sees exactly the agent's payments; it saw %s, the records have %s"
            .formatted(agent, seen, newPayments()));
  }
}
