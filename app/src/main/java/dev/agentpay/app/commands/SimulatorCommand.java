package dev.agentpay.app.commands;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.options.NumberOptions;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.SipDomainOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `agentpay simulator`: runs the Twilio simulator as its own process.
@CommandLine.Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = "Run the Twilio simulator. See docs/simulator.md.")
public final class SimulatorCommand implements Callable<Integer> {
  private static final String PASSWORD = "AGENTPAY_CONNECTOR_PASSWORD";

  /// Set by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      converter = IntRange.Port.class,
      description = "The port (${DEFAULT-VALUE}); 0 chooses a free one.")
  private int port = 8089;

  @Option(
      names = "--number",
      paramLabel = "NUMBER=VOICE_URL",
      description = "A telephone number of the account and its voice URL. Repeatable.")
  private Map<String, String> numbers = Map.of();

  @Option(
      names = "--status-callback",
      paramLabel = "URL",
      description = "The status callback URL of all numbers and SIP domains.")
  private @Nullable String statusCallback;

  @Option(
      names = "--number-twiml",
      paramLabel = "NUMBER=TWIML",
      description = "A telephone number whose calls run this TwiML. Repeatable.")
  private Map<String, String> documents = Map.of();

  @Option(
      names = "--sip-domain",
      paramLabel = "DOMAIN=VOICE_URL",
      description = "A SIP domain of the account and its voice URL. Repeatable.")
  private Map<String, String> domains = Map.of();

  @Option(
      names = "--application",
      paramLabel = "VOICE_URL",
      description = "The voice URL of the TwiML app with which softphones make calls.")
  private @Nullable String application;

  @Option(
      names = "--sync-service",
      paramLabel = "SID",
      description = "A Sync service of the account. Repeatable.")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--connector",
      paramLabel = "NAME=URL",
      description = "A Generic Pay Connector. Repeatable.")
  private Map<String, String> connectors = Map.of();

  @Option(
      names = "--connector-user",
      description =
          "The user name for connectors (${DEFAULT-VALUE}); set the password in " + PASSWORD + ".")
  private String connectorUser = "twilio";

  @Option(
      names = "--hosted",
      paramLabel = "NAME",
      description = "A connector that Twilio hosts. Repeatable.")
  private List<String> hosted = new ArrayList<>();

  @Option(
      names = "--time-scale",
      description = "The factor on all simulated waits, above 0 and at most 1 (${DEFAULT-VALUE}).")
  private double timeScale = 1.0;

  @Override
  public Integer call() {
    final SimulatorOptions options = options();
    Logging.configure(Logging.Style.TEXT, Level.INFO);
    final Simulator simulator = Simulator.start(options);
    System.out.printf(
        """
        The simulator listens at %1$s
        The phone, the customer's page, is at %1$s/phone/
        Start a server with these variables to use it:
          TWILIO_BASE_URL=%1$s
          TWILIO_ACCOUNT_SID=%2$s
          TWILIO_AUTH_TOKEN=%3$s
          TWILIO_API_KEY=%4$s
          TWILIO_API_SECRET=%5$s
        """,
        simulator.baseUri(),
        simulator.accountSid(),
        simulator.authToken(),
        simulator.apiKeySid(),
        simulator.apiKeySecret());
    simulator
        .applicationSid()
        .ifPresent(sid -> System.out.println("  AGENTPAY_SOFTPHONE_APPLICATION=" + sid));
    Foreground.run(simulator);
    return 0;
  }

  /// @throws CommandLine.ParameterException if an option is invalid
  private SimulatorOptions options() {
    SimulatorOptions options =
        DemoWorld.simulatorAccount().withPort(port).withPages(DemoWorld.PHONE_PAGE);
    options = with("--time-scale", options, base -> base.withTimeScale(timeScale));
    options = numbers(options);
    options = domains(options);
    options = connectors(options);
    for (String service : services) {
      options = with("--sync-service", options, base -> base.withSyncService(service, service));
    }
    final Optional<String> voiceUrl = Optional.ofNullable(application);
    return voiceUrl.isPresent()
        ? with("--application", options, base -> base.withApplication(voiceUrl.get()))
        : options;
  }

  private SimulatorOptions numbers(SimulatorOptions account) {
    final Optional<String> callback = Optional.ofNullable(statusCallback);
    SimulatorOptions options = account;
    for (Map.Entry<String, String> entry : numbers.entrySet()) {
      final NumberOptions number =
          new NumberOptions(entry.getKey(), entry.getValue(), Optional.empty());
      final NumberOptions withCallback =
          new NumberOptions(entry.getKey(), entry.getValue(), callback);
      with("--number", options, base -> base.withNumber(number));
      options = with("--status-callback", options, base -> base.withNumber(withCallback));
    }
    for (Map.Entry<String, String> document : documents.entrySet()) {
      options =
          with(
              "--number-twiml",
              options,
              base -> base.withNumberTwiml(document.getKey(), document.getValue()));
    }
    return options;
  }

  private SimulatorOptions domains(SimulatorOptions account) {
    final Optional<String> callback = Optional.ofNullable(statusCallback);
    SimulatorOptions options = account;
    for (Map.Entry<String, String> entry : domains.entrySet()) {
      final SipDomainOptions domain =
          new SipDomainOptions(entry.getKey(), entry.getValue(), Optional.empty());
      final SipDomainOptions withCallback =
          new SipDomainOptions(entry.getKey(), entry.getValue(), callback);
      with("--sip-domain", options, base -> base.withSipDomain(domain));
      options = with("--status-callback", options, base -> base.withSipDomain(withCallback));
    }
    return options;
  }

  private SimulatorOptions connectors(SimulatorOptions account) {
    final String password = Optional.ofNullable(System.getenv(PASSWORD)).orElse("");
    SimulatorOptions options = account;
    for (Map.Entry<String, String> entry : connectors.entrySet()) {
      final String name = entry.getKey();
      final String url = entry.getValue();
      with("--connector", options, base -> base.withConnector(name, url, "", password));
      options =
          with(
              "--connector-user",
              options,
              base -> base.withConnector(name, url, connectorUser, password));
    }
    for (String name : hosted) {
      options =
          with("--hosted", options, base -> base.withConnector(ConnectorOptions.hosted(name)));
    }
    return options;
  }

  /// Changes valid options. Reports an invalid result as a wrong value of the command line option.
  private SimulatorOptions with(
      String option, SimulatorOptions valid, UnaryOperator<SimulatorOptions> change) {
    return UsageErrors.check(spec, option, () -> change.apply(valid));
  }
}
