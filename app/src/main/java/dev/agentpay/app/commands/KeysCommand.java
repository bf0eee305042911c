package dev.agentpay.app.commands;

import dev.agentpay.client.model.ServiceKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `agentpay keys`: lists, creates, rotates and revokes the service keys of a running server.
@CommandLine.Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "List, create, rotate or revoke service keys, with which back ends call a running server.",
      "Reads the password from the terminal or from standard input."
    })
public final class KeysCommand {
  @CommandLine.Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List service keys, newest first, one per line.")
  int list(@CommandLine.Mixin SupervisorLogin login) throws IOException {
    final List<ServiceKey> keys = login.signIn().serviceKeys();
    if (keys.isEmpty()) {
      System.out.println("There are no service keys.");
    }
    keys.forEach(key -> System.out.println(line(key)));
    return 0;
  }

  @CommandLine.Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Create a service key and print it. It is not shown again.")
  int create(
      @CommandLine.Mixin SupervisorLogin login,
      @CommandLine.Parameters(paramLabel = "NAME", description = "Which system uses the key.")
          String name,
      @CommandLine.Option(
              names = "--scope",
              defaultValue = "tokens",
              split = ",",
              paramLabel = "SCOPE",
              description =
                  "tokens: mint tokens for configured agents; any-agent: for other names as well"
                      + " (${DEFAULT-VALUE}).")
          List<String> scopes,
      @CommandLine.Option(
              names = "--expires-in-days",
              paramLabel = "DAYS",
              description = "When the key expires; without it, never.")
          Optional<Integer> days)
      throws IOException {
    return show(login.signIn().createServiceKey(name, scopes, days));
  }

  @CommandLine.Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Add a second secret and print it. The old one stays valid until revoked.")
  int rotate(
      @CommandLine.Mixin SupervisorLogin login,
      @CommandLine.Parameters(paramLabel = "ID") String id,
      @CommandLine.Option(
              names = "--old-for-minutes",
              paramLabel = "MINUTES",
              description = "How long the old secret stays valid; without it, until it is revoked.")
          Optional<Integer> minutes)
      throws IOException {
    return show(login.signIn().rotateServiceKey(id, minutes));
  }

  @CommandLine.Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revoke a service key for ever. It is refused at once.")
  int revoke(
      @CommandLine.Mixin SupervisorLogin login,
      @CommandLine.Parameters(paramLabel = "ID") String id,
      @CommandLine.Option(
              names = "--old-secret",
              description = "Revoke only the secret from before the last rotation.")
          boolean oldOnly)
      throws IOException {
    System.out.println(line(login.signIn().revokeServiceKey(id, oldOnly)));
    return 0;
  }

  private static int show(ServiceKey key) {
    System.out.println(line(key));
    System.out.println(key.secret().orElse(""));
    return 0;
  }

  private static String line(ServiceKey key) {
    return "%s  %s  %s  %s  created %s  expires %s  last used %s%s"
        .formatted(
            key.id(),
            key.state(),
            String.join(",", key.scopes()),
            key.name(),
            key.createdAt(),
            key.expiresAt().map(Object::toString).orElse("never"),
            key.lastUsed().map(day -> day.toString().substring(0, 10)).orElse("never"),
            key.oldSecret() ? "  two secrets" : "");
  }
}
