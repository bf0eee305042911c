package dev.agentpay.app.demo;

import dev.agentpay.app.config.LedgerAddress;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.app.node.Resources;
import dev.agentpay.app.node.Storage;
import dev.agentpay.auth.SignInOptions;
import dev.agentpay.auth.User;
import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.connector.Credentials;
import dev.agentpay.payments.proof.ConnectorKinds;
import dev.agentpay.scenarios.actors.Cast;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.server.options.ConnectorOption;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import dev.agentpay.server.options.TrustedProxies;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.twilio.TwilioOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A connector, a simulator and a server in one process, on loopback. Only the telephone network
/// and the bank are simulated.
public final class DemoWorld implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  /// The class path folder of the phone, the simulated customer's page.
  public static final String PHONE_PAGE = "/dev/agentpay/web/phone/";

  /// The origin of an existing client's page during development.
  public static final String EXISTING_PAGE = "http://localhost:3000";

  private static final Duration UUI_KEPT = Duration.ofHours(12);

  private static final Cast CAST = new Cast("demo", DemoLines.BUSINESS);

  /// The ports to listen on; 0 chooses a free one.
  public record Ports(int server, int simulator, int connector) {
    public static final Ports FREE = new Ports(0, 0, 0);
  }

  private final Resources resources = new Resources();
  private final Connector connector;
  private final Simulator simulator;
  private final PayNode server;

  private DemoWorld(Ports ports, Path data, Pace pace) {
    final InstantSource clock = InstantSource.system();
    // Create the two databases concurrently: this halves the time to start.
    final FutureTask<Storage> storage = new FutureTask<>(() -> Storage.open(data, clock));
    Thread.ofPlatform().name("agentpay-storage").start(storage);
    resources.add(() -> await(storage).close());
    try {
      // The simulator's numbers need the server's URL before the server starts.
      final int serverPort = ports.server() == 0 ? FreePort.choose() : ports.server();
      final String publicUrl = "http://" + LOOPBACK + ":" + serverPort;
      final Credentials twilioAtConnector = Credentials.random("twilio");
      final Credentials serverAtLedger = Credentials.random("ledger");
      connector =
          resources.add(
              Connector.start(
                  ConnectorOptions.sandbox(data)
                      .withPort(ports.connector())
                      .withTwilioCredentials(twilioAtConnector)
                      .withLedgerCredentials(serverAtLedger)));
      simulator =
          resources.add(
              Simulator.start(
                  simulatorOptions(ports.simulator(), publicUrl, pace)
                      .withConnector(
                          "sandbox",
                          connector.connectorUri().toString(),
                          twilioAtConnector.user(),
                          twilioAtConnector.password())));
      server =
          resources.add(
              PayNode.start(
                  serveOptions(serverPort, publicUrl, data, pace, serverAtLedger),
                  await(storage),
                  clock));
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private static Storage await(FutureTask<Storage> storage) {
    try {
      return storage.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Starts connector, simulator and server. If one fails to start, closes the others.
  public static DemoWorld start(Ports ports, Path data, Pace pace) {
    return new DemoWorld(ports, data, pace);
  }

  public URI server() {
    return server.baseUri();
  }

  public URI simulator() {
    return simulator.baseUri();
  }

  URI connector() {
    return connector.baseUri();
  }

  /// Returns the address at which desks answer their calls. Its host name differs from that of the
  /// phone's page: a browser opens at most six connections to a host name, and five desks and a
  /// phone need more.
  public URI softphone() {
    return URI.create("http://localhost:" + simulator.baseUri().getPort());
  }

  /// Returns the users' password and the business number.
  public static Cast cast() {
    return CAST;
  }

  @Override
  public void close() {
    resources.close();
  }

  /// Returns the simulator's account, with an API secret as long as Twilio's.
  public static SimulatorOptions simulatorAccount() {
    return SimulatorOptions.demo()
        .withApiKey(SimulatorOptions.demo().apiKeySid(), "simulator-api-key-secret-of-32-chars");
  }

  private static SimulatorOptions simulatorOptions(int port, String publicUrl, Pace pace) {
    return DemoRoutes.addTo(simulatorAccount(), publicUrl)
        .withPort(port)
        .withConnector(dev.agentpay.simulator.options.ConnectorOptions.hosted("hosted"))
        .withTimeScale(pace.timeScale())
        .withPages(PHONE_PAGE);
  }

  private ServeOptions serveOptions(
      int port, String publicUrl, Path data, Pace pace, Credentials ledger) {
    final TwilioOptions twilio =
        new TwilioOptions(
            simulator.accountSid(),
            simulator.authToken(),
            Optional.empty(),
            simulator.apiKeySid(),
            simulator.apiKeySecret(),
            Optional.of(simulator.baseUri().toString()),
            publicUrl,
            TwilioOptions.DEFAULT_CONNECT_TIMEOUT,
            TwilioOptions.DEFAULT_READ_TIMEOUT,
            Optional.empty(),
            Optional.empty(),
            Map.of(SimulatorOptions.SHARED_KEY, SimulatorOptions.SHARED_KEY_SECRET));
    final ServerOptions serverOptions =
        new ServerOptions(
            LOOPBACK,
            port,
            Optional.of(publicUrl),
            new SignInOptions(
                randomKey(),
                Duration.ofHours(10),
                List.of(
                    user("alice", User.Role.AGENT),
                    user("bob", User.Role.AGENT),
                    user("sam", User.Role.SUPERVISOR))),
            List.of(
                new ConnectorOption(
                    "sandbox", ConnectorKinds.of(ConnectorKinds.OURS).orElseThrow()),
                new ConnectorOption(
                    "hosted", ConnectorKinds.of(ConnectorKinds.HOSTED).orElseThrow())),
            "sandbox",
            "USD",
            TrustedProxies.NONE,
            Set.of(EXISTING_PAGE),
            Limits.DEFAULT,
            new DeskOptions(
                Optional.of(ServeOptions.WEB),
                new SoftphoneOptions.Simulated(softphone().toString()),
                true,
                Set.of(EXISTING_PAGE),
                pace.awayAfter()),
            PaymentDefaults.DEFAULT);
    return new ServeOptions(
        twilio,
        serverOptions,
        DemoRoutes.voice(),
        DemoRoutes.compat(simulator.applicationSid()),
        UUI_KEPT,
        data,
        pace.deadlines(),
        pace.sweep(),
        pace.callCheck(),
        Optional.of(
            new LedgerAddress(
                connector.baseUri().resolve("/connector/ledger"),
                ledger.user(),
                ledger.password())),
        Optional.empty());
  }

  private static User user(String name, User.Role role) {
    return new User(name, role, new User.Clear(CAST.password()));
  }

  private static String randomKey() {
    final byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }
}
