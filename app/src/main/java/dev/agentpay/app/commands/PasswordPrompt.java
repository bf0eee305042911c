package dev.agentpay.app.commands;

import dev.agentpay.app.config.ConfigurationException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads a password: unseen from a terminal, or as the first line of standard input.
final class PasswordPrompt {
  private PasswordPrompt() {}

  /// @throws ConfigurationException when there is none
  static String read() throws IOException {
    final Optional<Console> console =
        Optional.ofNullable(System.console()).filter(Console::isTerminal);
    final String password =
        console.isPresent()
            ? new String(console.get().readPassword("Password: "))
            : Optional.ofNullable(
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        .readLine())
                .orElse("");
    if (password.isBlank()) {
      throw new ConfigurationException(
          List.of("there is no password: type one, or give it on standard input"));
    }
    return password;
  }
}
