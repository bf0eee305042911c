package dev.agentpay.app.commands;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a password: from the terminal without echo, or else from the first line of standard input.
final class PasswordPrompt {
  private PasswordPrompt() {}

  /// @throws PasswordException if there is no password
  static String read() throws IOException {
    final Optional<Console> terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal);
    return terminal.isPresent()
        ? check(terminal.get().readPassword("Password: "))
        : check(firstLine());
  }

  /// @param entered null at the end of input (Ctrl-D)
  /// @throws PasswordException if there is no password
  static String check(char @Nullable [] entered) {
    final String password = entered == null ? "" : new String(entered);
    if (password.isBlank()) {
      throw new PasswordException(
          "No password was entered: type one, or write it to standard input.");
    }
    return password;
  }

  private static char @Nullable [] firstLine() throws IOException {
    final String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? null : line.toCharArray();
  }
}
