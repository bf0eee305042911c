package dev.agentpay.app.commands;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.connector.Credentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `agentpay connector`: the one place that sees a card, as a process of its own.
@CommandLine.Command(
    name = "connector",
    mixinStandardHelpOptions = true,
    description = "Run the connector with the sandbox processor; docs/connector.md tells more.")
public final class ConnectorCommand implements Callable<Integer> {
  private static final String CONNECTOR_PASSWORD = "AGENTPAY_CONNECTOR_PASSWORD";
  private static final String LEDGER_PASSWORD = "AGENTPAY_LEDGER_PASSWORD";

  @Option(names = "--host", description = "The address to listen on (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "The port (${DEFAULT-VALUE}); 0 takes a free one.")
  private int port = 8090;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of the ledger (${DEFAULT-VALUE}).")
  private Path data = Path.of("connector-data");

  @Option(
      names = "--user",
      description =
          "Twilio's user (${DEFAULT-VALUE}); the password is in " + CONNECTOR_PASSWORD + ".")
  private String user = "twilio";

  @Option(
      names = "--ledger-user",
      description =
          "The server's user (${DEFAULT-VALUE}); the password is in " + LEDGER_PASSWORD + ".")
  private String ledgerUser = "ledger";

  @Override
  public Integer call() {
    Logging.begin(Logging.Style.TEXT, Level.INFO);
    final Map<String, String> environment = System.getenv();
    final List<String> problems = new ArrayList<>();
    final ConnectorOptions options =
        ConnectorOptions.sandbox(data)
            .withHost(host)
            .withPort(port)
            .withTwilioCredentials(
                new Credentials(user, password(environment, CONNECTOR_PASSWORD, problems)))
            .withLedgerCredentials(
                new Credentials(ledgerUser, password(environment, LEDGER_PASSWORD, problems)));
    if (problems.isEmpty()) {
      problems.addAll(options.problems());
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    final Connector connector = Connector.start(options);
    System.out.printf(
        """
        The connector listens on %s
          Twilio's Generic Pay Connector   %s
          the server's AGENTPAY_LEDGER_URL %s
        """,
        connector.baseUri(),
        connector.connectorUri(),
        connector.baseUri().resolve("/connector/ledger"));
    Foreground.until(connector);
    return 0;
  }

  private static String password(
      Map<String, String> environment, String name, List<String> problems) {
    final Optional<String> password = Optional.ofNullable(environment.get(name));
    if (password.isEmpty()) {
      problems.add(name + " is missing: a password of at least 16 characters");
    }
    return password.orElse("");
  }
}
