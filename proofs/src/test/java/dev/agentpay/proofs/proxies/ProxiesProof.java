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

/// `./dev proxies`: shows that Twilio hears nothing through nginx and HAProxy either, with the
/// configurations in etc/proxies, while the connector does not know how a charge ended. Prints how
/// many bytes came back in each case, and ends with 1 unless an answer came exactly where one is
/// due.
final class ProxiesProof {
  private static final Credentials TWILIO = new Credentials("twilio", "proof-password-1");
  private static final Credentials LEDGER = new Credentials("ledger", "proof-password-2");

  /// Past the ten seconds that Twilio waits.
  private static final Duration HOLD_FOR = Duration.ofSeconds(12);

  private static final Duration SLOW = Duration.ofSeconds(40);
  private static final Duration LISTENS_WITHIN = Duration.ofSeconds(20);
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
      serve(Integer.parseInt(args[1]), Path.of(args[2]), SLOW);
      Thread.currentThread().join();
    }
    final ProxiesProof proof = new ProxiesProof(Files.createTempDirectory("agentpay-proxies"));
    System.out.printf("%-10s %-34s %10s %10s%n", "proxy", "case", "seconds", "bytes back");
    proof.cases("nginx", List.of("nginx", "-p", proof.folder + "/", "-g", "daemon off;", "-c"));
    proof.cases("haproxy", List.of("haproxy", "-db", "-f"));
    System.out.println(proof.failed ? "FAILED" : "Nothing came back while nobody knew.");
    System.exit(proof.failed ? 1 : 0);
  }

  private void cases(String proxy, List<String> command) throws Exception {
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
      show(proxy, "connector is not running", false, () -> charge(port));
      try (Connector _ = serve(connectorPort, ledger(), Duration.ZERO)) {
        show(proxy, "charged at once (an answer is due)", true, () -> charge(port));
      }
      try (Connector _ = serve(connectorPort, ledger(), SLOW)) {
        show(proxy, "held past ten seconds", false, () -> charge(port));
      }
      final Connector stopped = serve(connectorPort, ledger(), SLOW);
      show(proxy, "stopped in the middle", false, () -> during(port, stopped::close));
      final Process killed = child(connectorPort);
      awaitListening(connectorPort);
      show(
          proxy,
          "killed in the middle",
          false,
          () ->
              during(
                  port,
                  () -> {
                    killed.destroyForcibly();
                  }));
    } finally {
      process.destroy();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }

  private void show(String proxy, String what, boolean due, Callable<Integer> run)
      throws Exception {
    final long begun = System.nanoTime();
    final int bytes = run.call();
    failed |= due != (bytes > 0);
    System.out.printf(
        "%-10s %-34s %10.1f %10d%n", proxy, what, (System.nanoTime() - begun) / 1e9, bytes);
  }

  /// A charge while something happens to the connector.
  private int during(int port, Runnable happens) throws Exception {
    final Future<Integer> charge = threads.submit(() -> charge(port));
    Thread.sleep(2_000); // the connector has it by now, and is at work
    happens.run();
    return charge.get(60, TimeUnit.SECONDS);
  }

  /// How many bytes come back until the connection is closed.
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
    } catch (ConnectException nobody) {
      throw nobody; // the proxy itself is not there, and nothing is shown
    } catch (SocketException reset) {
      return 0;
    }
  }

  private static Connector serve(int port, Path ledger, Duration delay) {
    return Connector.start(
        ConnectorOptions.sandbox(ledger)
            .withPort(port)
            .withTwilioCredentials(TWILIO)
            .withLedgerCredentials(LEDGER)
            .withSandboxDelay(delay)
            .withHoldFor(HOLD_FOR));
  }

  private Process child(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ProxiesProof.class.getName(),
            "connector",
            String.valueOf(port),
            ledger().toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("connector.log").toFile())
        .start();
  }

  private Path ledger() throws IOException {
    return Files.createTempDirectory(folder, "ledger");
  }

  private static void awaitListening(int port) throws Exception {
    final long until = System.nanoTime() + LISTENS_WITHIN.toNanos();
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("nothing listens on port " + port, notYet);
        }
        Thread.sleep(50);
      }
    }
  }
}
