package dev.agentpay.app;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `agentpay serve`: the server against a real account, or against a simulator elsewhere.
@CommandLine.Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the server; docs/configuration.md has every setting.")
final class ServeCommand implements Callable<Integer> {
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
    Foreground.until(node);
    return 0;
  }
}
