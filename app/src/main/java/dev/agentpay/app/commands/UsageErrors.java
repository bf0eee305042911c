package dev.agentpay.app.commands;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Reports invalid values of options in picocli's form. Picocli then prints the usage and exits
/// with 2.
final class UsageErrors {
  private UsageErrors() {}

  /// @param option the name of the option, such as `--data`
  /// @param reason what is wrong with its value
  static ParameterException invalid(CommandSpec command, String option, String reason) {
    return new ParameterException(
        command.commandLine(), "Invalid value for option '%s': %s".formatted(option, reason));
  }

  /// Returns what the supplier returns.
  ///
  /// @throws ParameterException if the supplier throws an IllegalArgumentException
  static <T> T check(CommandSpec command, String option, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException e) {
      throw invalid(command, option, String.valueOf(e.getMessage()));
    }
  }
}
