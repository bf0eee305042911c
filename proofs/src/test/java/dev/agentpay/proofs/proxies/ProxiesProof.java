package dev.agentpay.proofs.proxies;

import dev.agentpay.app.demo.FreePort;
import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.connector.Credentials;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `./dev proxies`: proves that Twilio gets no answer through nginx and HAProxy, configured as in
/// `etc/proxies`, while the result of a charge is unknown. Prints how many bytes came back in each
/// case. Exit code 0: only the case that expects an answer got one.
final class ProxiesProof {
  private static final Credentials TWILIO = new Credentials("twilio", "r8Vd-3mQz-Ky5t-Wp2x");
  private static final Credentials LEDGER = new Credentials("ledger", "h4Nc-9sLb-Tg7f-Jx6w");

  /// Longer than the ten seconds that Twilio waits.
  private static final Duration HOLD_FOR = Duration.ofSeconds(12);

  private static final Duration SLOW_CHARGE = Duration.ofSeconds(40);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final String PROXY_PORT = "127.0.0.1:8091";
  private static final String CONNECTOR_PORT = "127.0.0.1:8090";

  private final Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private boolean failed;

  private ProxiesProof(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 3 && args[0].equals("connector")) {
      startConnector(Integer.parseInt(args[1]), Path.of(args[2]), SLOW_CHARGE);
      Thread.currentThread().join();
    }
    final ProxiesProof proof = new ProxiesProof(Files.createTempDirectory("agentpay-proxies"));
    System.out.printf("%-10s %-34s %10s %10s%n", "proxy", "case", "seconds", "bytes back");
    proof.runCases("nginx", List.of("nginx", "-p", proof.folder + "/", "-g", "daemon off;", "-c"));
    proof.runCases("haproxy", List.of("haproxy", "-db", "-f"));
    System.out.println(
        proof.failed
            ? "FAILED: see the rows above."
            : "PASSED: no answer came back while a result was unknown.");
    System.exit(proof.failed ? 1 : 0);
  }

  private void runCases(String proxy, List<String> command) throws Exception {
    final int connectorPort = FreePort.choose();
    final int port = FreePort.choose();
    final Path config = folder.resolve(proxy + ".conf");
    Files.writeString(
        config,
        Files.readString(
                Path.of("etc", "proxies", proxy.equals("nginx") ? "nginx.conf" : "haproxy.cfg"))
            .replace(PROXY_PORT, "127.0.0.1:" + port)
            .replace(CONNECTOR_PORT, "127.0.0.1:" + connectorPort));
    final Process process =
        new ProcessBuilder(Stream.concat(command.stream(), Stream.of(config.toString())).toList())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(proxy + ".log").toFile())
            .start();
    try {
      awaitListening(port);
      runCase(proxy, "connector is not running", false, () -> charge(port));
      try (Connector _ = startConnector(connectorPort, createLedgerFolder(), Duration.ZERO)) {
        runCase(proxy, "charged at once (expects an answer)", true, () -> charge(port));
      }
      try (Connector _ = startConnector(connectorPort, createLedgerFolder(), SLOW_CHARGE)) {
        runCase(proxy, "charge takes over ten seconds", false, () -> charge(port));
      }
      final Connector stopped = startConnector(connectorPort, createLedgerFolder(), SLOW_CHARGE);
      runCase(proxy, "stopped during the charge", false, () -> chargeDuring(port, stopped::close));
      final Process killed = startConnectorProcess(connectorPort);
      awaitListening(connectorPort);
      runCase(
          proxy,
          "killed during the charge",
          false,
          () ->
              chargeDuring(
                  port,
                  () -> {
                    killed.destroyForcibly();
                  }));
    } finally {
      process.destroy();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }

  private void runCase(String proxy, String name, boolean isAnswerExpected, Callable<Integer> run)
      throws Exception {
    final long began = System.nanoTime();
    final int bytes = run.call();
    failed |= isAnswerExpected != (bytes > 0);
    System.out.printf(
        "%-10s %-34s %10.1f %10d%n", proxy, name, (System.nanoTime() - began) / 1e9, bytes);
  }

  /// Starts a charge, runs `disturbance` during it, and returns how many bytes came back.
  private int chargeDuring(int port, Runnable disturbance) throws Exception {
    final Future<Integer> charge = threads.submit(() -> charge(port));
    Thread.sleep(2_000); // by now the connector is processing the charge
    disturbance.run();
    return charge.get(60, TimeUnit.SECONDS);
  }

  /// Sends a charge; returns how many bytes come back before the connection is closed.
  private static int charge(int port) throws IOException {
    final String body =
        "{\"method\":\"charge\",\"transaction_id\":\"%s\",\"cardnumber\":\"4111111111111111\","
                .formatted(UUID.randomUUID())
            + "\"cvv\":\"123\",\"expiry_month\":\"12\",\"expiry_year\":\"40\","
            + "\"amount\":\"1.00\",\"currency_code\":\"USD\"}";
    final String basic =
        Base64.getEncoder()
            .encodeToString(
                (TWILIO.user() + ":" + TWILIO.password()).getBytes(StandardCharsets.UTF_8));
    final String request =
        "POST /connector HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(basic, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes().length;
    } catch (ConnectException e) {
      throw e; // the proxy itself is down, so this case would prove nothing
    } catch (SocketException e) {
      return 0; // reset without an answer
    }
  }

  private static Connector startConnector(int port, Path ledger, Duration delay) {
    return Connector.start(
        ConnectorOptions.sandbox(ledger)
            .withPort(port)
            .withTwilioCredentials(TWILIO)
            .withLedgerCredentials(LEDGER)
            .withSandboxDelay(delay)
            .withHoldFor(HOLD_FOR));
  }

  private Process startConnectorProcess(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ProxiesProof.class.getName(),
            "connector",
            String.valueOf(port),
            createLedgerFolder().toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("connector.log").toFile())
        .start();
  }

  private Path createLedgerFolder() throws IOException {
    return Files.createTempDirectory(folder, "ledger");
  }

  private static void awaitListening(int port) throws Exception {
    final long until = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("nothing listens on port " + port, e);
        }
        Thread.sleep(50);
      }
    }
  }
}
