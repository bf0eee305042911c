package dev.agentpay.scenarios;

import dev.agentpay.scenarios.actors.Stage;
import java.util.List;
import java.util.Optional;

/// A call that is played from beginning to end, and the end that it must come to.
///
/// @param name on the command line
/// @param about what it shows, in one line
public record Scenario(String name, String about, Play play) {

  /// Plays on a stage; returns when everything ended as it must.
  public interface Play {
    /// @throws RuntimeException when it did not
    void on(Stage stage);
  }

  /// All of them, the simplest first.
  public static final List<Scenario> ALL =
      List.of(
          new Scenario("charge", "a customer pays by card", PayingScenarios::charge),
          new Scenario(
              "tokenize", "a card becomes a token, nothing is charged", PayingScenarios::tokenize),
          new Scenario(
              "declined", "the bank says no; another card helps", PayingScenarios::declined),
          new Scenario("mistakes", "every mistake a customer can make", PayingScenarios::mistakes),
          new Scenario("hangup", "the customer hangs up, in each state", LeavingScenarios::hangUp),
          new Scenario("cancel", "the agent cancels, in each state", LeavingScenarios::cancel),
          new Scenario(
              "cancel-offline",
              "the agent cancels while Twilio is away, then takes another payment",
              LeavingScenarios::cancelOffline),
          new Scenario(
              "unconfirmed",
              "the last callback never comes: the ledger tells",
              DoubtScenarios::unconfirmed),
          new Scenario(
              "doubt",
              "the connector's answer is unreadable: the ledger tells",
              DoubtScenarios::doubt),
          new Scenario(
              "two-agents", "side by side, neither sees the other", DoubtScenarios::twoAgents),
          new Scenario(
              "softphone",
              "the next agent is rung when one does not answer; an agent dials out",
              CallScenarios::softphone),
          new Scenario(
              "sip-in", "a customer calls a PBX; its CTI tells the agent", CallScenarios::sipIn),
          new Scenario(
              "sip-out", "a PBX calls customers, with a UUI and without", CallScenarios::sipOut),
          new Scenario(
              "transfer", "a PBX hands the customer to another agent", CallScenarios::transfer),
          new Scenario(
              "forward-busy",
              "an agent's own telephone, one call at a time",
              CallScenarios::forwardBusy),
          new Scenario(
              "uui-claim",
              "claimed before the dial, and two under one UUI",
              CallScenarios::uuiClaim),
          new Scenario("foreign-call", "a call that another system placed", CallScenarios::foreign),
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
              "two numbers that still name the Flask AgentPay's paths",
              FlaskScenario::play));

  /// The script of that name.
  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
