package dev.agentpay.app.commands;

import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.DeadLetter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine;

/// `agentpay dead-letters`: what a running server could not handle and put aside.
@CommandLine.Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = {
      "List, show, retry or drop the callbacks and tasks that a running server could not handle.",
      "The password is read from the terminal or from standard input."
    })
public final class DeadLettersCommand {
  private static final int MOST_LISTED = 500;

  /// Which server, and who asks it.
  static final class Login {
    @CommandLine.Option(
        names = "--server",
        description = "Where the server is; default: ${DEFAULT-VALUE}.")
    private URI server = URI.create("http://127.0.0.1:8080");

    @CommandLine.Option(names = "--user", required = true, description = "A supervisor's name.")
    private String user = "";

    private PayClient signIn() throws IOException {
      return PayClient.connect(server).signIn(user, PasswordPrompt.read());
    }
  }

  @CommandLine.Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "The newest first, one a line.")
  int list(
      @CommandLine.Mixin Login login,
      @CommandLine.Option(
              names = "--limit",
              defaultValue = "50",
              description = "How many, 1 to 500; default: ${DEFAULT-VALUE}.")
          int limit)
      throws IOException {
    if (limit < 1 || limit > MOST_LISTED) {
      throw new ConfigurationException(List.of("--limit is from 1 to " + MOST_LISTED));
    }
    final List<DeadLetter> letters = login.signIn().deadLetters(limit);
    if (letters.isEmpty()) {
      System.out.println("There are no dead letters.");
    }
    letters.forEach(letter -> System.out.println(line(letter)));
    return 0;
  }

  @CommandLine.Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One with its work and the reason.")
  int show(@CommandLine.Mixin Login login, @CommandLine.Parameters(paramLabel = "ID") long id)
      throws IOException {
    final DeadLetter letter = login.signIn().deadLetter(id);
    System.out.println(line(letter));
    System.out.println("attempts  " + letter.attempts());
    System.out.println("work      " + letter.work());
    System.out.println("reason    " + letter.reason().replace(" at ", "\n          at "));
    return 0;
  }

  @CommandLine.Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Have some tried again, once their cause is gone.")
  int retry(
      @CommandLine.Mixin Login login,
      @CommandLine.Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids)
      throws IOException {
    return each(login, ids, "is tried again", PayClient::retryDeadLetter);
  }

  @CommandLine.Command(name = "drop", mixinStandardHelpOptions = true, description = "Forget some.")
  int drop(
      @CommandLine.Mixin Login login,
      @CommandLine.Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids)
      throws IOException {
    return each(login, ids, "is dropped", PayClient::dropDeadLetter);
  }

  private int each(
      Login login, List<Long> ids, String what, BiFunction<PayClient, Long, DeadLetter> action)
      throws IOException {
    final PayClient client = login.signIn();
    for (long id : ids) {
      System.out.println(line(action.apply(client, id)) + " " + what);
    }
    return 0;
  }

  private static String line(DeadLetter letter) {
    return "%d  %s  %s %d of %s"
        .formatted(letter.id(), letter.at(), letter.type(), letter.number(), letter.queue());
  }
}
