package dev.agentpay.app.commands;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.app.config.ConsoleAddresses;
import dev.agentpay.app.config.Key;
import dev.agentpay.app.config.Ngrok;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.payments.proof.ConnectorKinds;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `agentpay serve`: the server against a real account, or against a simulator elsewhere.
@CommandLine.Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the server; docs/configuration.md has every setting.")
public final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file; the environment wins over it.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    final Settings settings = new Settings(System.getenv(), Optional.ofNullable(config));
    Logging.begin(
        settings.text(Key.LOG).equals("text") ? Logging.Style.TEXT : Logging.Style.JSON,
        Level.INFO);
    Ngrok.resolve(settings);
    final ServeOptions options =
        ServeOptions.from(settings)
            .orElseThrow(() -> new ConfigurationException(settings.problems()));
    final PayNode node = PayNode.start(options);
    System.out.println("AgentPay listens on " + node.baseUri());
    System.out.print(ConsoleAddresses.text(options));
    System.out.print(unnamedVendors(options));
    Foreground.until(node);
    return 0;
  }

  /// What the operator should know about connectors of which nobody says whose they are.
  public static String unnamedVendors(ServeOptions options) {
    return options.server().connectors().stream()
        .filter(c -> c.kind().name().equals(ConnectorKinds.HOSTED))
        .map(
            c ->
                ("Connector %1$s is hosted, and its vendor is not configured: the declines of all"
                        + " vendors count. Write %1$s=hosted:VENDOR for its own; kinds are %2$s%n")
                    .formatted(c.name(), String.join(", ", ConnectorKinds.names())))
        .collect(Collectors.joining());
  }
}
