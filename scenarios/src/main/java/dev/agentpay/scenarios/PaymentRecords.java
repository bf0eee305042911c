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

/// What AgentPay has written down about the payments of an agent who works with an existing client:
/// an existing client's word is not enough to call a payment right.
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

  /// Counts from here on.
  static PaymentRecords of(Stage stage, String agent) {
    return new PaymentRecords(
        agent,
        PayClient.connect(stage.server()).signIn(agent, stage.password()),
        stage.page("books"));
  }

  /// Waits until this payment has come to this end, and looks whether it is on the right call.
  PaySession have(String payment, Customer customer, SessionState end) {
    final PaySession session =
        Pbx.await(
            "%s of %s in the state %s".formatted(payment, agent, end),
            () ->
                client.paySessions(PaySessionQuery.all()).stream()
                    .filter(s -> s.payment().equals(Optional.of(payment)) && s.state() == end)
                    .findFirst());
    PayingScenarios.must(
        session.call().equals(customer.call()), "the payment is on the call of its customer");
    page.does(
        "say: %s of %s, on the call of %s: %s%s"
            .formatted(
                payment,
                agent,
                customer.number(),
                end,
                session.total().map(t -> ", " + t + " " + session.currency()).orElse("")));
    return session;
  }

  /// Waits until this call is the agent's.
  void haveTheCall(String call) {
    Pbx.await(
        "the call %s of %s".formatted(call, agent),
        () -> client.calls().stream().filter(c -> isMine(c) && c.sid().equals(call)).findFirst());
    page.does("say: the call is %s's".formatted(agent));
  }

  private boolean isMine(Call call) {
    return call.agent().equals(Optional.of(agent));
  }

  /// The payments of the agent since the script began.
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

  /// What an existing client was told of is this agent's, all of it and nothing else.
  void matchWhatTheClientSaw(Set<String> seen) {
    PayingScenarios.must(
        seen.equals(newPayments()),
        "the client of %s saw %s, and %s are theirs".formatted(agent, seen, newPayments()));
  }
}
