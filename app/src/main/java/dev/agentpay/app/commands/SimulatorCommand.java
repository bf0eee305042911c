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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `agentpay simulator`: Twilio on your desk, by itself.
@CommandLine.Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = "Run the Twilio simulator; docs/simulator.md has what it can do.")
public final class SimulatorCommand implements Callable<Integer> {
  private static final String PASSWORD = "AGENTPAY_CONNECTOR_PASSWORD";

  @Option(names = "--port", description = "The port (${DEFAULT-VALUE}); 0 takes a free one.")
  private int port = 8089;

  @Option(
      names = "--number",
      paramLabel = "NUMBER=VOICE_URL",
      description = "A number of the account and where its calls are answered. May be repeated.")
  private Map<String, String> numbers = Map.of();

  @Option(
      names = "--status-callback",
      paramLabel = "URL",
      description = "Told when a call to one of the numbers has ended.")
  private @Nullable String statusCallback;

  @Option(
      names = "--number-twiml",
      paramLabel = "NUMBER=TWIML",
      description = "A number that answers with this TwiML and asks nobody. May be repeated.")
  private Map<String, String> documents = Map.of();

  @Option(
      names = "--sip-domain",
      paramLabel = "DOMAIN=VOICE_URL",
      description = "A SIP domain of the account. May be repeated.")
  private Map<String, String> domains = Map.of();

  @Option(
      names = "--application",
      paramLabel = "VOICE_URL",
      description = "The TwiML app through which softphones dial out.")
  private @Nullable String application;

  @Option(
      names = "--sync-service",
      paramLabel = "SID",
      description = "A Sync service of the account. May be repeated.")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--connector",
      paramLabel = "NAME=URL",
      description = "A Generic Pay Connector. May be repeated.")
  private Map<String, String> connectors = Map.of();

  @Option(
      names = "--connector-user",
      description = "Its user (${DEFAULT-VALUE}); the password is in " + PASSWORD + ".")
  private String connectorUser = "twilio";

  @Option(
      names = "--hosted",
      paramLabel = "NAME",
      description = "A connector that Twilio hosts. May be repeated.")
  private List<String> hosted = new ArrayList<>();

  @Option(
      names = "--time-scale",
      description = "Factor on every simulated wait, above 0 up to 1 (${DEFAULT-VALUE}).")
  private double timeScale = 1.0;

  @Override
  public Integer call() {
    Logging.begin(Logging.Style.TEXT, Level.INFO);
    final String password = Optional.ofNullable(System.getenv(PASSWORD)).orElse("");
    SimulatorOptions options =
        DemoWorld.simulatorAccount()
            .withPort(port)
            .withTimeScale(timeScale)
            .withPages(DemoWorld.PHONE);
    for (Map.Entry<String, String> number : numbers.entrySet()) {
      options =
          options.withNumber(
              new NumberOptions(
                  number.getKey(), number.getValue(), Optional.ofNullable(statusCallback)));
    }
    for (Map.Entry<String, String> connector : connectors.entrySet()) {
      options =
          options.withConnector(connector.getKey(), connector.getValue(), connectorUser, password);
    }
    for (String name : hosted) {
      options = options.withConnector(ConnectorOptions.hosted(name));
    }
    options = telephony(options);
    final Simulator simulator = Simulator.start(options);
    System.out.printf(
        """
        The simulator listens on %1$s
        A customer's phone is at %1$s/phone/
        A server is pointed at it with
          TWILIO_BASE_URL=%1$s
          TWILIO_ACCOUNT_SID=%2$s
          TWILIO_AUTH_TOKEN=%3$s
          TWILIO_API_KEY=%4$s
          TWILIO_API_SECRET=%5$s
          TWILIO_SHARED_KEYS=%6$s=%7$s
        """,
        simulator.baseUri(),
        simulator.accountSid(),
        simulator.authToken(),
        simulator.apiKeySid(),
        simulator.apiKeySecret(),
        SimulatorOptions.SHARED_KEY,
        SimulatorOptions.SHARED_KEY_SECRET);
    simulator
        .applicationSid()
        .ifPresent(sid -> System.out.println("  AGENTPAY_SOFTPHONE_APPLICATION=" + sid));
    Foreground.until(simulator);
    return 0;
  }

  private SimulatorOptions telephony(SimulatorOptions account) {
    SimulatorOptions options = account;
    for (Map.Entry<String, String> document : documents.entrySet()) {
      options = options.withNumberTwiml(document.getKey(), document.getValue());
    }
    for (Map.Entry<String, String> domain : domains.entrySet()) {
      options =
          options.withSipDomain(
              new SipDomainOptions(
                  domain.getKey(), domain.getValue(), Optional.ofNullable(statusCallback)));
    }
    for (String service : services) {
      options = options.withSyncService(service, service);
    }
    return application == null ? options : options.withApplication(application);
  }
}
