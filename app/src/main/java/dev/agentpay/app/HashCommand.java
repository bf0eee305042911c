package dev.agentpay.app;

import dev.agentpay.server.Passwords;
import java.io.IOException;
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
    System.out.println(Passwords.hash(PasswordPrompt.read()));
    return 0;
  }
}
