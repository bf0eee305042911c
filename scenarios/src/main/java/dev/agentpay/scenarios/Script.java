package dev.agentpay.scenarios;

import java.util.List;
import java.util.Optional;

/// A call that is played from beginning to end, and the end that it must come to.
///
/// @param name on the command line
/// @param about what it shows, in one line
public record Script(String name, String about, Play play) {

  /// Plays on a stage; returns when everything ended as it must.
  public interface Play {
    /// @throws RuntimeException when it did not
    void on(Stage stage);
  }

  /// All of them, the simplest first.
  public static final List<Script> ALL =
      List.of(
          new Script("charge", "a customer pays by card", PayingPlays::charge),
          new Script(
              "tokenize", "a card becomes a token, nothing is charged", PayingPlays::tokenize),
          new Script("declined", "the bank says no; another card helps", PayingPlays::declined),
          new Script("mistakes", "every mistake a customer can make", PayingPlays::mistakes),
          new Script("hangup", "the customer hangs up, in each state", LeavingPlays::hangUp),
          new Script("cancel", "the agent cancels, in each state", LeavingPlays::cancel),
          new Script(
              "cancel-offline",
              "the agent cancels while Twilio is away, then takes another payment",
              LeavingPlays::cancelOffline),
          new Script(
              "unconfirmed",
              "the last callback never comes: the ledger tells",
              DoubtPlays::unconfirmed),
          new Script(
              "doubt", "the connector's answer is unreadable: the ledger tells", DoubtPlays::doubt),
          new Script("two-agents", "side by side, neither sees the other", DoubtPlays::twoAgents),
          new Script(
              "softphone",
              "the next agent is rung when one does not answer; an agent dials out",
              CallPlays::softphone),
          new Script("sip-in", "a customer calls a PBX; its CTI tells the agent", CallPlays::sipIn),
          new Script("sip-out", "a PBX calls customers, with a UUI and without", CallPlays::sipOut),
          new Script("transfer", "a PBX hands the customer to another agent", CallPlays::transfer),
          new Script(
              "forward-busy",
              "an agent's own telephone, one call at a time",
              CallPlays::forwardBusy),
          new Script(
              "uui-claim", "claimed before the dial, and two under one UUI", CallPlays::uuiClaim),
          new Script("foreign-call", "a call that another system placed", CallPlays::foreign),
          new Script(
              "compat-agent-pay",
              "two agents with the npm client agent-pay",
              CompatAgentPayPlay::play),
          new Script(
              "compat-genesyspay", "two agents with GenesysPay's page", CompatGenesysPayPlay::play),
          new Script(
              "compat-generic",
              "two agents with the Generic Pay Connector demo's page",
              CompatConnectorDemoPlay::play),
          new Script(
              "compat-flask",
              "two numbers that still name the Flask AgentPay's paths",
              CompatFlaskPlay::play));

  /// The script of that name.
  public static Optional<Script> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
