package dev.agentpay.app.commands;

import dev.agentpay.auth.Passwords;
import dev.agentpay.connector.GuessableSecret;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `agentpay hash`: prints the hash of a password for the `users` setting.
@CommandLine.Command(
    name = "hash",
    mixinStandardHelpOptions = true,
    description = "Read a password from the terminal or standard input and print its hash.")
public final class HashCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    final String password = PasswordPrompt.read();
    if (password.length() < Passwords.MIN_LENGTH) {
      throw new PasswordException(
          "The password is too short: it must have at least %s characters."
              .formatted(Passwords.MIN_LENGTH));
    }
    final Optional<String> reason = GuessableSecret.reason(password);
    if (reason.isPresent()) {
      throw new PasswordException(
          "The password can be guessed, because it %s: choose another.".formatted(reason.get()));
    }
    System.out.println(Passwords.hash(password));
    return 0;
  }
}
