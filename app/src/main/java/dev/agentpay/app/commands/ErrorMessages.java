package dev.agentpay.app.commands;

import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.app.config.Key;
import dev.agentpay.client.model.PayException;
import dev.agentpay.events.StoreUnavailableException;
import java.net.BindException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Turns an exception of a command into a message: what happened, and what to do.
public final class ErrorMessages {
  private ErrorMessages() {}

  /// Returns the message for an exception.
  ///
  /// @param command the command that failed; the message recommends only options that it has
  public static String of(Throwable problem, CommandLine command) {
    for (Throwable t = problem; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return "A port is in use (%s): choose another with %s, or stop the program that uses it."
            .formatted(t.getMessage(), portSettings(command));
      }
      if (t instanceof PayException refused) {
        return refused.detail();
      }
      if (t instanceof StoreUnavailableException
          || t instanceof ConfigurationException
          || t instanceof PasswordException) {
        return String.valueOf(t.getMessage());
      }
    }
    return "%s: %s".formatted(problem.getClass().getSimpleName(), problem.getMessage());
  }

  /// Returns the port options of the command; if it has none, the settings for the port.
  private static String portSettings(CommandLine command) {
    final List<String> options =
        command.getCommandSpec().options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> name.endsWith("port"))
            .toList();
    if (options.isEmpty()) {
      return "%s (%s)".formatted(Key.PORT.env(), Key.PORT.name());
    }
    final String last = options.getLast();
    return options.size() == 1
        ? last
        : String.join(", ", options.subList(0, options.size() - 1)) + " or " + last;
  }
}
