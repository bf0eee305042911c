package dev.agentpay.scenarios;

import dev.agentpay.scenarios.actors.Stage;
import java.util.List;
import java.util.Optional;

/// A demo call played from beginning to end, with the result that it must have.
///
/// @param name the name on the command line
/// @param about what the scenario shows, in one line
public record Scenario(String name, String about, Play play) {

  /// The steps of a scenario. Returns if the scenario succeeds.
  public interface Play {
    /// @throws RuntimeException if the scenario fails
    void on(Stage stage);
  }

  /// All scenarios, the simplest first.
  public static final List<Scenario> ALL =
      List.of(
          new Scenario("charge", "a customer pays by card", PaymentScenarios::charge),
          new Scenario(
              "tokenize", "a card becomes a token, nothing is charged", PaymentScenarios::tokenize),
          new Scenario(
              "declined",
              "the bank declines the card; another card works",
              PaymentScenarios::declined),
          new Scenario(
              "mistakes",
              "wrong digits, an expired card, a short code and silence",
              PaymentScenarios::mistakes),
          new Scenario(
              "type-twice",
              "the customer types card and code twice, first with a slip",
              PaymentScenarios::typeTwice),
          new Scenario(
              "hangup", "the customer hangs up, in each state", HangUpAndCancelScenarios::hangUp),
          new Scenario(
              "cancel", "the agent cancels, in each state", HangUpAndCancelScenarios::cancel),
          new Scenario(
              "cancel-offline",
              "the agent cancels while Twilio is unavailable, then takes another payment",
              HangUpAndCancelScenarios::cancelOffline),
          new Scenario(
              "unconfirmed",
              "the last callback is lost; the ledger has the outcome",
              UnconfirmedScenarios::unconfirmed),
          new Scenario(
              "doubt",
              "the connector's answer is unreadable; the ledger has the outcome",
              UnconfirmedScenarios::doubt),
          new Scenario(
              "two-agents",
              "two agents at once; neither sees the other's payment",
              IsolationScenarios::twoAgents),
          new Scenario(
              "softphone",
              "one agent does not answer, the next one does; an agent dials out",
              CallScenarios::softphone),
          new Scenario(
              "sip-in",
              "a customer calls a PBX; the agent claims the call by its UUI",
              CallScenarios::sipIn),
          new Scenario(
              "sip-out", "a PBX calls customers, with a UUI and without", CallScenarios::sipOut),
          new Scenario(
              "transfer", "a PBX transfers the customer to another agent", CallScenarios::transfer),
          new Scenario(
              "forward-busy",
              "an agent's own telephone, one call at a time",
              CallScenarios::forwardBusy),
          new Scenario(
              "uui-claim",
              "a claim before the call exists; two calls with one UUI",
              CallScenarios::uuiClaim),
          new Scenario(
              "foreign-call", "a call that another system controls", CallScenarios::foreign),
          new Scenario(
              "compat-agent-pay",
              "two agents with the npm client agent-pay",
              AgentPayScenario::play),
          new Scenario(
              "compat-genesyspay", "two agents with GenesysPay's page", GenesysPayScenario::play),
          new Scenario(
              "compat-generic",
              "two agents with the Generic Pay Connector demo's page",
              ConnectorDemoScenario::play),
          new Scenario(
              "compat-flask",
              "two numbers that still use the Flask AgentPay's paths",
              FlaskScenario::play));

  /// The scenario with this name.
  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
