package dev.agentpay.app;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.commands.CheckCommand;
import dev.agentpay.app.commands.ConnectorCommand;
import dev.agentpay.app.commands.DeadLettersCommand;
import dev.agentpay.app.commands.DemoCommand;
import dev.agentpay.app.commands.ErrorMessages;
import dev.agentpay.app.commands.HashCommand;
import dev.agentpay.app.commands.KeysCommand;
import dev.agentpay.app.commands.ServeCommand;
import dev.agentpay.app.commands.SimulatorCommand;
import dev.agentpay.app.commands.WarmUpCommand;
import dev.agentpay.app.logging.Logging;
import picocli.CommandLine;

/// The command line of AgentPay.
@CommandLine.Command(
    name = "agentpay",
    description = "Take a card payment on a live call; the agent never hears or sees the card.",
    mixinStandardHelpOptions = true,
    version = "AgentPay 0.1.0-SNAPSHOT",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      SimulatorCommand.class,
      ConnectorCommand.class,
      HashCommand.class,
      DeadLettersCommand.class,
      KeysCommand.class,
      WarmUpCommand.class
    })
public final class AgentPay {
  private AgentPay() {}

  /// Exits with 0 on success, 1 on failure, and 2 if the command line is invalid.
  public static void main(String[] args) {
    Logging.configure(Logging.Style.TEXT, Level.WARN); // a command may configure it again
    System.exit(commandLine().execute(args));
  }

  /// Creates the command line with all commands.
  public static CommandLine commandLine() {
    return new CommandLine(new AgentPay())
        .setExecutionExceptionHandler(
            (e, command, _) -> {
              command.getErr().println(ErrorMessages.of(e, command));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }
}
