package dev.agentpay.app;

import dev.agentpay.server.Passwords;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `agentpay hash`: a user's password as the configuration wants it.
@CommandLine.Command(
    name = "hash",
    mixinStandardHelpOptions = true,
    description = "Read a password from the terminal or standard input and print its hash.")
final class HashCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
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
      throw new ConfigurationException(List.of("there is no password to hash"));
    }
    System.out.println(Passwords.hash(password));
    return 0;
  }
}
