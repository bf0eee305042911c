package dev.agentpay.stripe;

import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.connector.Credentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A connector with Stripe as its processor in its own process, which tests can kill or inspect.
final class StripeConnectorProcess implements AutoCloseable {
  static final Credentials TWILIO = new Credentials("twilio", "r8Vd-3mQz-Ky5t-Wp2x");
  static final Credentials LEDGER = new Credentials("server", "h4Nc-9sLb-Tg7f-Jx6w");

  private final Process process;
  private final URI address;

  private StripeConnectorProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static StripeConnectorProcess start(Path folder, URI stripe) throws IOException {
    final Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                StripeConnectorProcess.class.getName(),
                folder.toString(),
                stripe.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    final BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    final String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException("The connector process did not start");
    }
    return new StripeConnectorProcess(process, URI.create(line));
  }

  public static void main(String[] args) throws InterruptedException {
    final Connector connector =
        Connector.start(
            ConnectorOptions.sandbox(Path.of(args[0]))
                .withTwilioCredentials(TWILIO)
                .withLedgerCredentials(LEDGER)
                .withHoldFor(Duration.ofSeconds(20))
                .withProcessor(
                    new StripeProvider()
                        .create(Map.of("secret-key", StripeStandIn.KEY, "url", args[1]))));
    System.out.println(connector.baseUri());
    Thread.currentThread().join();
  }

  URI address() {
    return address;
  }

  /// Kills the process like `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Dumps the live objects, after a garbage collection.
  void dumpHeap(Path file) throws IOException, InterruptedException {
    final Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.heap_dump",
                file.toString())
            .redirectErrorStream(true)
            .start();
    final String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
