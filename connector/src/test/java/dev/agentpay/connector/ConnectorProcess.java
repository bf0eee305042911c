package dev.agentpay.connector;

import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.TokenOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A connector in its own process, which tests can kill or inspect.
final class ConnectorProcess implements AutoCloseable {
  private final Process process;
  final URI baseUri;

  private ConnectorProcess(Process process, URI baseUri) {
    this.process = process;
    this.baseUri = baseUri;
  }

  /// @param kind `slow`: the sandbox with a delay of one hour; `charging`: a gateway that charges
  ///   every card; `leaking`: the same, but it also keeps the number
  static ConnectorProcess start(Path folder, String kind) throws IOException {
    return start(folder, kind, Optional.empty());
  }

  /// @param tls the certificate; empty for plain HTTP
  static ConnectorProcess start(Path folder, String kind, Optional<TestKeyStore> tls)
      throws IOException {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // A garbage collection would move a number and leave a copy at its old location.
        // Epsilon never collects; the process fails when the heap is full.
        "-XX:+UnlockExperimentalVMOptions",
        "-XX:+UseEpsilonGC",
        "-Xms128m",
        "-Xmx1g",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        ConnectorProcess.class.getName(),
        folder.toString(),
        kind);
    tls.ifPresent(store -> command.add(store.file().toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException("The connector process did not start");
    }
    return new ConnectorProcess(process, URI.create(line));
  }

  /// Kills the process like `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  ProcessMemory memory() {
    return new ProcessMemory(process.pid());
  }

  /// Dumps the whole heap, including garbage.
  void dumpHeap(Path file) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.heap_dump",
                "-all",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws InterruptedException {
    ConnectorOptions options = World.options(Path.of(args[0]));
    Connector connector =
        Connector.start(
            switch (args[1]) {
              case "slow" -> options.withSandboxDelay(Duration.ofHours(1));
              case "charging" -> options.withProcessor(new Charging(false));
              case "leaking" -> options.withProcessor(new Charging(true));
              default -> throw new IllegalArgumentException(args[1]);
            },
            args.length > 2
                ? Optional.of(new TestKeyStore(Path.of(args[2])).server())
                : Optional.empty());
    System.out.println(connector.baseUri());
    Thread.currentThread().join();
  }

  private static final class Charging implements CardProcessor {
    private final boolean leaks;
    private final List<String> kept = new ArrayList<>();

    Charging(boolean leaks) {
      this.leaks = leaks;
    }

    @Override
    public Outcome.OfCharge charge(ChargeOrder order, Attempt attempt) {
      if (leaks && order.paymentMethod() instanceof PaymentMethod.Card card) {
        kept.add(card.number().reveal(String::new));
      }
      return new Outcome.Charged("ch_" + order.transactionId(), Map.of());
    }

    @Override
    public Outcome.OfToken tokenize(TokenOrder order, Attempt attempt) {
      return new Outcome.Tokenized("tok_" + order.transactionId(), Map.of());
    }
  }
}
