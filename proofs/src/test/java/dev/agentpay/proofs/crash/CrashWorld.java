package dev.agentpay.proofs.crash;

import dev.agentpay.app.config.Key;
import dev.agentpay.app.config.LedgerAddress;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.FreePort;
import dev.agentpay.app.node.LedgerClient;
import dev.agentpay.app.node.Resources;
import dev.agentpay.auth.Passwords;
import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.connector.Credentials;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Runs the server in its own process, which can be killed. What must survive the kills runs in
/// this process: the Twilio simulator, the connector with its ledger, and a load balancer.
public final class CrashWorld implements AutoCloseable {
  public static final String BUSINESS = "+12025550100";
  public static final String PASSWORD = "crash-proof";
  static final String SUPERVISOR = "sam";

  private static final String CONNECTOR = "sandbox";

  /// Long enough for a kill to hit a running charge.
  private static final Duration CHARGE_DURATION = Duration.ofMillis(120);

  /// Delay of Twilio's REST answers, so that a kill can hit a running create or cancel.
  private static final int REST_DELAY_MILLIS = 25;

  /// As in production, longer than the 20 s lease of a dead node.
  private static final String COMPLETING_DEADLINE = "25s";

  private final Resources closing = new Resources();
  private final AtomicBoolean ledgerReachable = new AtomicBoolean(true);
  private final Connector connector;
  private final Credentials ledgerReader = Credentials.random("ledger");
  private final Simulator simulator;
  private final LoadBalancer loadBalancer;
  private final URI server;
  private final Path folder;
  private final Map<String, String> environment;

  /// @param folder an empty folder for the data, the ledger and the server's log
  /// @param agents number of agents who can sign in
  public CrashWorld(Path folder, int agents, LoadBalancer.AckPolicy ackPolicy) {
    this.folder = folder;
    server = URI.create("http://127.0.0.1:" + FreePort.choose());
    try {
      loadBalancer = closing.add(new LoadBalancer(server, ackPolicy));
      final Credentials twilio = Credentials.random("twilio");
      connector =
          closing.add(
              Connector.start(
                  ConnectorOptions.sandbox(folder.resolve("connector"))
                      .withTwilioCredentials(twilio)
                      .withLedgerCredentials(ledgerReader)
                      .withSandboxDelay(CHARGE_DURATION)));
      final ReverseProxy ledger =
          closing.add(
              new ReverseProxy(
                  connector.baseUri(),
                  forward ->
                      request ->
                          ledgerReachable.get()
                              ? forward.handle(request)
                              : ReverseProxy.Answer.empty(503)));
      simulator = closing.add(Simulator.start(simulatorOptions(twilio)));
      garbleNextAnswers(0);
      environment = environment(agents, ledger.baseUri().resolve("/connector/ledger"));
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  /// Creates the server process without starting it.
  ServeProcess serve() {
    return closing.add(new ServeProcess(environment, folder.resolve("serve.log")));
  }

  /// Like [#serve()], with a wrapper command and another class path; see [ServeProcess].
  public ServeProcess serve(List<String> wrapper, String classPath) {
    return closing.add(
        new ServeProcess(environment, folder.resolve("serve.log"), wrapper, classPath));
  }

  public URI server() {
    return server;
  }

  public LoadBalancer loadBalancer() {
    return loadBalancer;
  }

  public SimulatedTwilio twilio() {
    return simulator.twilio();
  }

  public String authToken() {
    return simulator.authToken();
  }

  /// A client of the connector's ledger for the checks.
  LedgerClient ledger() {
    return closing.add(
        new LedgerClient(
            Set.of(CONNECTOR),
            new LedgerAddress(
                connector.baseUri().resolve("/connector/ledger"),
                ledgerReader.user(),
                ledgerReader.password())));
  }

  static String connectorName() {
    return CONNECTOR;
  }

  /// Sets whether the server can reach the ledger; if not, it gets status 503.
  void setLedgerReachable(boolean isReachable) {
    ledgerReachable.set(isReachable);
  }

  /// The connector makes the next charges, but sends Twilio malformed answers, so the results are
  /// unconfirmed.
  void garbleNextAnswers(int charges) {
    twilio()
        .use(
            Faults.of(
                Map.of(
                    "rest", Map.of("delayMillis", REST_DELAY_MILLIS),
                    "connector", Map.of("malformedNext", charges))));
  }

  public static String agentName(int number) {
    return "agent" + number;
  }

  @Override
  public void close() {
    closing.close();
  }

  private SimulatorOptions simulatorOptions(Credentials twilio) {
    final SimulatorOptions account = DemoWorld.simulatorAccount();
    return account
        .withPort(0)
        .withSwitches(account.switches().with(Map.of("answerAfterMillis", 10)))
        .withNumber(
            BUSINESS,
            loadBalancer.baseUri() + "/twilio/voice/incoming" + PublicUrl.OVERRIDES,
            loadBalancer.baseUri() + "/twilio/calls/status" + PublicUrl.OVERRIDES)
        .withConnector(
            CONNECTOR, connector.connectorUri().toString(), twilio.user(), twilio.password());
  }

  private Map<String, String> environment(int agents, URI ledger) {
    final String hash = Passwords.hash(PASSWORD);
    final String users =
        IntStream.range(0, agents)
            .mapToObj(n -> "%s:agent:%s".formatted(agentName(n), hash))
            .collect(Collectors.joining(","));
    final Map<Key, String> settings = new LinkedHashMap<>();
    settings.put(Key.ACCOUNT_SID, simulator.accountSid());
    settings.put(Key.AUTH_TOKEN, simulator.authToken());
    settings.put(Key.API_KEY, simulator.apiKeySid());
    settings.put(Key.API_SECRET, simulator.apiKeySecret());
    settings.put(Key.BASE_URL, simulator.baseUri().toString());
    settings.put(Key.PUBLIC_URL, loadBalancer.baseUri().toString());
    settings.put(Key.PORT, String.valueOf(server.getPort()));
    settings.put(Key.DATA, folder.resolve("data").toString());
    settings.put(Key.LOG, "text");
    settings.put(Key.USERS, users + ",%s:supervisor:%s".formatted(SUPERVISOR, hash));
    settings.put(Key.TOKEN_KEY, "7d793037a0760186574b0282f2f435e7");
    settings.put(Key.CONNECTORS, CONNECTOR + "=ours");
    settings.put(Key.LEDGER_URL, ledger.toString());
    settings.put(Key.LEDGER_USER, ledgerReader.user());
    settings.put(Key.LEDGER_PASSWORD, ledgerReader.password());
    settings.put(Key.COMPLETING, COMPLETING_DEADLINE);
    settings.put(Key.IDLE, "60s");
    settings.put(Key.CAPTURING, "60s");
    settings.put(Key.READY, "60s");
    settings.put(Key.LEDGER_PAUSE, "200ms");
    settings.put(Key.SWEEP, "100ms");
    settings.put(Key.CALL_CHECK, "2s");
    return settings.entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().env(), Map.Entry::getValue));
  }
}
