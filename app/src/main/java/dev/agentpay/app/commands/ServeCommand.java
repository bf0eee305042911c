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

/// `agentpay serve`: runs the server with a Twilio account, or with a simulator in another process.
@CommandLine.Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the server. See docs/configuration.md for all settings.")
public final class ServeCommand implements Callable<Integer> {
  private static final String SETTINGS_PAGE = "docs/configuration.md";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file with settings; environment variables override it.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    final Settings settings = new Settings(System.getenv(), Optional.ofNullable(config));
    Logging.configure(
        settings.text(Key.LOG).equals("text") ? Logging.Style.TEXT : Logging.Style.JSON,
        Level.INFO);
    Ngrok.resolve(settings);
    final ServeOptions options =
        ServeOptions.from(settings)
            .orElseThrow(() -> new ConfigurationException(settings.problems(), SETTINGS_PAGE));
    final PayNode node = PayNode.start(options);
    System.out.println("AgentPay listens at " + node.baseUri());
    System.out.print(ConsoleAddresses.text(options));
    System.out.print(unnamedVendors(options));
    Foreground.run(node);
    return 0;
  }

  /// Returns a warning for each hosted connector without a vendor; empty if there is none.
  public static String unnamedVendors(ServeOptions options) {
    return options.server().connectors().stream()
        .filter(c -> c.kind().name().equals(ConnectorKinds.HOSTED))
        .map(
            c ->
                ("Connector %1$s is hosted and has no vendor, so its errors count as declines if"
                        + " they are declines of any vendor. Configure %1$s=hosted:VENDOR; kinds are"
                        + " %2$s%n")
                    .formatted(c.name(), String.join(", ", ConnectorKinds.names())))
        .collect(Collectors.joining());
  }
}
