package dev.agentpay.proofs.leaks;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.agentpay.app.AgentPay;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.FreePort;
import dev.agentpay.app.node.Resources;
import dev.agentpay.app.support.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs connector, simulator and server as three processes, like in production, with a wire tap on
/// every connection that must not carry card data. Collects everything that they write.
///
/// The deadlines are as short as in `Pace.QUICK`, so that the same scripts work.
final class ProcessWorld implements AutoCloseable {
  private static final String CONNECTOR_PASSWORD = "twilio-at-the-connector";
  private static final String LEDGER_PASSWORD = "server-at-the-ledger";

  /// No garbage collection, so the final heap contains every object that was ever created.
  private static final List<String> NO_GC =
      List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xms256m", "-Xmx6g");

  /// A cheap hash: what sign-in leaves in the heap is not under test.
  private static final Argon2Function CHEAP_HASH =
      Argon2Function.getInstance(64, 1, 1, 32, Argon2.ID);

  private static final int SALT_BYTES = 16;

  private static final List<String> SMALL_HEAP = List.of("-XX:+UseSerialGC", "-Xmx256m");

  private final Resources closing = new Resources();
  private final Path collected;
  private final WireTap simulatorTap;
  private final WireTap serverTap;
  private final URI connector;
  private final ChildProcess server;

  /// @param collected a new folder for the sinks
  /// @param serve the server's main class
  /// @param ready the text that it prints when it is ready
  ProcessWorld(Path collected, Class<?> serve, String ready) {
    this.collected = collected;
    try {
      final String publicUrl = "http://127.0.0.1:" + FreePort.choose();
      connector = startConnector();
      final WireTap connectorTap = tap(connector, false, "connector-responses");
      final ChildProcess simulator = startSimulator(publicUrl, connectorTap);
      final URI twilio = URI.create(simulator.says("TWILIO_BASE_URL=(\\S+)"));
      simulatorTap =
          closing.add(
              new WireTap(twilio, Optional.of(typed()), Optional.of(wire("simulator-responses"))));
      final Map<String, String> environment =
          serverEnvironment(
              publicUrl, tap(twilio, true, "twilio").uri(), tap(connector, true, "ledger").uri());
      environment.put(
          "AGENTPAY_SOFTPHONE_APPLICATION",
          simulator.says("AGENTPAY_SOFTPHONE_APPLICATION=(\\S+)"));
      for (String name : List.of("ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET")) {
        environment.put("TWILIO_" + name, simulator.says("TWILIO_%s=(\\S+)".formatted(name)));
      }
      server =
          closing.add(
              new ChildProcess(
                  collected,
                  "server",
                  NO_GC,
                  serve,
                  serve == AgentPay.class ? List.of("serve") : List.of(),
                  environment));
      server.says("(" + ready + ")");
      serverTap =
          closing.add(
              new WireTap(
                  URI.create(publicUrl), Optional.empty(), Optional.of(wire("agent-responses"))));
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /// The server's address for agents, through the wire tap.
  URI server() {
    return serverTap.uri();
  }

  /// The simulator's address for customers' phones, through the wire tap.
  URI simulator() {
    return simulatorTap.uri();
  }

  long serverPid() {
    return server.pid();
  }

  /// The folder with the recorded requests in which customers type. Not a sink.
  Path typed() {
    return collected.resolve("typed");
  }

  private URI startConnector() {
    final ChildProcess child =
        closing.add(
            new ChildProcess(
                collected,
                "connector",
                SMALL_HEAP,
                AgentPay.class,
                List.of("connector", "--port", "0", "--data", data("connector").toString()),
                Map.of(
                    "AGENTPAY_CONNECTOR_PASSWORD", CONNECTOR_PASSWORD,
                    "AGENTPAY_LEDGER_PASSWORD", LEDGER_PASSWORD)));
    return URI.create(child.says("Generic Pay Connector +(\\S+)"));
  }

  private ChildProcess startSimulator(String publicUrl, WireTap connectorTap) {
    return closing.add(
        new ChildProcess(
            collected,
            "simulator",
            SMALL_HEAP,
            AgentPay.class,
            Stream.concat(
                    Stream.of(
                        "simulator",
                        "--port=0",
                        "--connector=sandbox=" + connectorTap.uri(connector),
                        "--hosted=hosted",
                        "--time-scale=0.04"),
                    ProcessSettings.simulator(publicUrl).stream())
                .toList(),
            Map.of("AGENTPAY_CONNECTOR_PASSWORD", CONNECTOR_PASSWORD)));
  }

  private Map<String, String> serverEnvironment(String publicUrl, URI twilio, URI ledger) {
    final String hash =
        Password.hash(DemoWorld.cast().password())
            .addRandomSalt(SALT_BYTES)
            .with(CHEAP_HASH)
            .getResult();
    final Map<String, String> all = new HashMap<>(ProcessSettings.serve());
    all.put("TWILIO_BASE_URL", twilio.toString());
    all.put("AGENTPAY_PUBLIC_URL", publicUrl);
    all.put("AGENTPAY_PORT", String.valueOf(URI.create(publicUrl).getPort()));
    all.put("AGENTPAY_DATA", data("server").toString());
    all.put(
        "AGENTPAY_USERS", "alice:agent:%1$s,bob:agent:%1$s,sam:supervisor:%1$s".formatted(hash));
    all.put("AGENTPAY_TOKEN_KEY", "a-token-key-for-the-leak-proof-with-enough-bytes");
    all.put("AGENTPAY_CONNECTORS", "sandbox=ours,hosted=hosted");
    all.put("AGENTPAY_LEDGER_URL", ledger.resolve("/connector/ledger").toString());
    all.put("AGENTPAY_LEDGER_PASSWORD", LEDGER_PASSWORD);
    all.put("AGENTPAY_DEADLINE_OPENING", "10s");
    all.put("AGENTPAY_DEADLINE_IDLE", "1m");
    all.put("AGENTPAY_DEADLINE_CAPTURING", "1m");
    all.put("AGENTPAY_DEADLINE_READY", "1m");
    all.put("AGENTPAY_DEADLINE_COMPLETING", "1200ms");
    all.put("AGENTPAY_DEADLINE_LEDGER", "200ms");
    all.put("AGENTPAY_SWEEP", "50ms");
    return all;
  }

  private WireTap tap(URI target, boolean bothWays, String name) {
    return closing.add(
        new WireTap(
            target,
            bothWays ? Optional.of(wire(name + "-requests")) : Optional.empty(),
            Optional.of(wire(bothWays ? name + "-responses" : name))));
  }

  private Path data(String process) {
    return Sink.Kind.DATA.in(collected).resolve(process);
  }

  private Path wire(String connection) {
    return Sink.Kind.WIRE.in(collected).resolve(connection);
  }

  @Override
  public void close() {
    closing.close();
  }
}
