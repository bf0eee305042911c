package dev.agentpay.app.commands;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.DeadLetter;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine;

/// `agentpay dead-letters`: lists, shows, retries and drops the dead letters of a running server.
@CommandLine.Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = {
      "List, show, retry or drop callbacks and tasks that a running server could not handle.",
      "Reads the password from the terminal or from standard input."
    })
public final class DeadLettersCommand {
  @CommandLine.Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List dead letters, newest first, one per line.")
  int list(
      @CommandLine.Mixin SupervisorLogin login,
      @CommandLine.Option(
              names = "--limit",
              defaultValue = "50",
              paramLabel = "COUNT",
              converter = IntRange.Limit.class,
              description = "The maximum number to list, 1 to 500 (${DEFAULT-VALUE}).")
          int limit)
      throws IOException {
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
      description = "Show a dead letter with its work and the reason.")
  int show(
      @CommandLine.Mixin SupervisorLogin login, @CommandLine.Parameters(paramLabel = "ID") long id)
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
      description = "Retry dead letters, after their cause is fixed.")
  int retry(
      @CommandLine.Mixin SupervisorLogin login,
      @CommandLine.Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids)
      throws IOException {
    return forEach(login, ids, "is retried", PayClient::retryDeadLetter);
  }

  @CommandLine.Command(
      name = "drop",
      mixinStandardHelpOptions = true,
      description = "Delete dead letters.")
  int drop(
      @CommandLine.Mixin SupervisorLogin login,
      @CommandLine.Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids)
      throws IOException {
    return forEach(login, ids, "is dropped", PayClient::dropDeadLetter);
  }

  private int forEach(
      SupervisorLogin login,
      List<Long> ids,
      String result,
      BiFunction<PayClient, Long, DeadLetter> action)
      throws IOException {
    final PayClient client = login.signIn();
    for (long id : ids) {
      System.out.println(line(action.apply(client, id)) + " " + result);
    }
    return 0;
  }

  private static String line(DeadLetter letter) {
    return "%s  %s  %s %s of %s"
        .formatted(letter.id(), letter.at(), letter.type(), letter.number(), letter.queue());
  }
}
