package dev.agentpay.app.commands;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.app.tls.CertificateFiles;
import dev.agentpay.app.tls.InvalidCertificateException;
import dev.agentpay.app.tls.Listening;
import dev.agentpay.app.tls.Tls;
import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.connector.Credentials;
import dev.agentpay.connector.spi.CardProcessor;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `agentpay connector`: runs the connector, the only part that sees card numbers, as its own
/// process.
@CommandLine.Command(
    name = "connector",
    mixinStandardHelpOptions = true,
    description = "Run the connector, which passes cards to a processor. See docs/connector.md.")
public final class ConnectorCommand implements Callable<Integer> {
  private static final String CONNECTOR_PASSWORD = "AGENTPAY_CONNECTOR_PASSWORD";
  private static final String LEDGER_PASSWORD = "AGENTPAY_LEDGER_PASSWORD";

  /// Set by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--host", description = "The address to listen on (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      converter = IntRange.Port.class,
      description = "The port (${DEFAULT-VALUE}); 0 chooses a free one.")
  private int port = 8090;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of the ledger (${DEFAULT-VALUE}).")
  private Path data = Path.of("connector-data");

  @Option(
      names = "--processor",
      paramLabel = "NAME",
      description =
          "Where the money moves: sandbox (${DEFAULT-VALUE}) contacts no bank; stripe needs"
              + " AGENTPAY_STRIPE_SECRET_KEY. See docs/stripe.md.")
  private String processor = Processors.SANDBOX;

  @Option(
      names = "--user",
      description =
          "Twilio's user name (${DEFAULT-VALUE}); set the password in " + CONNECTOR_PASSWORD + ".")
  private String user = "twilio";

  @Option(
      names = "--ledger-user",
      description =
          "The server's user name (${DEFAULT-VALUE}); set the password in " + LEDGER_PASSWORD + ".")
  private String ledgerUser = "ledger";

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "A PEM file with the connector's certificate and those of its issuers; read again when it"
              + " changes.")
  private @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "A PEM file with the certificate's private key (PKCS #8, not encrypted).")
  private @Nullable Path tlsKey;

  @Option(
      names = "--behind-proxy",
      description =
          "A proxy in front of the connector ends TLS. Without this or a certificate, the connector"
              + " listens only on this machine.")
  private boolean behindProxy;

  @Override
  public Integer call() {
    final ConnectorOptions options = options(System.getenv());
    final Optional<Tls> tls = tls();
    Logging.configure(Logging.Style.TEXT, Level.INFO);
    final Connector connector = Connector.start(options, tls.map(Tls::factory));
    System.out.printf(
        """
        The connector listens at %s
          Twilio's Generic Pay Connector   %s
          the server's AGENTPAY_LEDGER_URL %s
        """,
        connector.baseUri(),
        connector.connectorUri(),
        connector.baseUri().resolve("/connector/ledger"));
    Foreground.run(connector);
    return 0;
  }

  /// @throws CommandLine.ParameterException if an option is invalid, or if other machines could
  ///   connect without TLS
  private Optional<Tls> tls() {
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tls-certificate and --tls-key must be set together");
    }
    if (tlsCertificate == null || tlsKey == null) {
      if (!behindProxy && !Listening.isOnlyLocal(host)) {
        throw UsageErrors.invalid(
            spec,
            "--host",
            "other machines could connect without TLS: set --tls-certificate and --tls-key, or"
                + " --behind-proxy if a proxy ends TLS");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          Tls.open(new CertificateFiles(tlsCertificate, tlsKey), InstantSource.system()));
    } catch (InvalidCertificateException e) {
      throw UsageErrors.invalid(
          spec,
          e.part() == InvalidCertificateException.Part.KEY ? "--tls-key" : "--tls-certificate",
          "it " + e.getMessage());
    }
  }

  /// @throws CommandLine.ParameterException if an option is invalid
  /// @throws ConfigurationException if a password is missing or invalid
  private ConnectorOptions options(Map<String, String> environment) {
    final ConnectorOptions base = ConnectorOptions.sandbox(data).withHost(host).withPort(port);
    check("--data", ConnectorOptions.sandbox(data));
    check("--host", base);
    check("--user", base.withTwilioCredentials(Credentials.random(user)));
    check("--ledger-user", base.withLedgerCredentials(Credentials.random(ledgerUser)));
    final List<String> problems = new ArrayList<>();
    final Credentials twilio =
        new Credentials(user, password(environment, CONNECTOR_PASSWORD, problems));
    final Credentials ledger =
        new Credentials(ledgerUser, password(environment, LEDGER_PASSWORD, problems));
    final ConnectorOptions options =
        gateway(environment)
            .map(base::withProcessor)
            .orElse(base)
            .withTwilioCredentials(twilio)
            .withLedgerCredentials(ledger);
    if (problems.isEmpty() && twilio.equals(ledger)) {
      problems.add(
          "%s must differ from %s, because --user and --ledger-user are the same"
              .formatted(LEDGER_PASSWORD, CONNECTOR_PASSWORD));
    }
    if (problems.isEmpty()) {
      options.problems().forEach(problem -> problems.add(withVariables(problem)));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems, "docs/connector.md");
    }
    return options;
  }

  /// @throws CommandLine.ParameterException if there is no such processor
  /// @throws ConfigurationException if a setting of the processor is missing or invalid
  private Optional<CardProcessor> gateway(Map<String, String> environment) {
    try {
      return Processors.make(processor, environment);
    } catch (IllegalArgumentException e) {
      throw UsageErrors.invalid(spec, "--processor", String.valueOf(e.getMessage()));
    }
  }

  /// @param changed valid options with the value of one option
  private void check(String option, ConnectorOptions changed) {
    final List<String> problems = changed.problems();
    if (!problems.isEmpty()) {
      throw UsageErrors.invalid(spec, option, withoutNames(String.join("; ", problems)));
    }
  }

  private static String password(
      Map<String, String> environment, String name, List<String> problems) {
    final Optional<String> password = Optional.ofNullable(environment.get(name));
    if (password.isEmpty()) {
      problems.add(name + " is missing: set it to a password of at least 16 characters");
    }
    return password.orElse("");
  }

  /// Removes the names of Java options.
  private static String withoutNames(String problem) {
    return problem
        .replaceFirst("^(twilio|ledger)Credentials: ", "")
        .replaceFirst("^dataFolder", "the data folder");
  }

  /// Replaces the names of Java options with those of the environment variables.
  private static String withVariables(String problem) {
    return problem
        .replace("twilioCredentials", CONNECTOR_PASSWORD)
        .replace("ledgerCredentials", LEDGER_PASSWORD);
  }
}
