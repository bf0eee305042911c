package dev.agentpay.app;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.commands.ConnectorCommand;
import dev.agentpay.app.commands.DeadLettersCommand;
import dev.agentpay.app.commands.DemoCommand;
import dev.agentpay.app.commands.HashCommand;
import dev.agentpay.app.commands.Remedy;
import dev.agentpay.app.commands.ServeCommand;
import dev.agentpay.app.commands.SimulatorCommand;
import dev.agentpay.app.logging.Logging;
import picocli.CommandLine;

/// The command line.
@CommandLine.Command(
    name = "agentpay",
    description = "Take a card payment on a live call; the agent never hears or sees the card.",
    mixinStandardHelpOptions = true,
    version = "AgentPay 0.1.0-SNAPSHOT",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      SimulatorCommand.class,
      ConnectorCommand.class,
      HashCommand.class,
      DeadLettersCommand.class
    })
public final class AgentPay {
  private AgentPay() {}

  /// Exits 0 when all went well, 1 when something did not, 2 when the command line is wrong.
  public static void main(String[] args) {
    Logging.begin(Logging.Style.TEXT, Level.WARN); // until a command knows better
    System.exit(commandLine().execute(args));
  }

  public static CommandLine commandLine() {
    return new CommandLine(new AgentPay())
        .setExecutionExceptionHandler(
            (e, line, _) -> {
              line.getErr().println(Remedy.of(e));
              return 1;
            });
  }
}
