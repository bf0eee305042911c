package dev.agentpay.proofs.leaks;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.config.Key;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `agentpay serve` with planted leaks.
final class PlantedServe {
  /// Printed when all leaks are planted.
  static final String READY = "all leaks are planted";

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private PlantedServe() {}

  /// Takes the environment of `agentpay serve`; the server listens at `AGENTPAY_PUBLIC_URL`.
  public static void main(String[] args) throws IOException, InterruptedException {
    final Thread serve =
        new Thread(() -> System.exit(AgentPay.commandLine().execute("serve")), "serve");
    serve.start();
    final String address = System.getenv(Key.PUBLIC_URL.env());
    while (!listens(address)) {
      Thread.sleep(POLL_INTERVAL);
    }
    Files.writeString(
        Path.of(System.getenv(Key.DATA.env())).resolve("leftover.tmp"),
        PlantedLeak.FILE.number(),
        StandardCharsets.UTF_16LE);
    final Logger log = LoggerFactory.getLogger(PlantedServe.class);
    log.info(
        "Form[SecurityCode={}, ExpirationDate=1139, Number={}]",
        PlantedLeak.securityCode(),
        PlantedLeak.LOG.disguised());
    System.out.println(
        "paid with " + CardPatterns.inGroups(PlantedLeak.STANDARD_OUTPUT.number(), " "));
    final String inHeap =
        "a webhook with {\"SecurityCode\": \"%s\"} • %s"
            .formatted(PlantedLeak.securityCode(), PlantedLeak.HEAP.number());
    final ByteBuffer direct = directBuffer();
    createGarbage();
    System.out.println(READY);
    serve.join();
    System.out.println(inHeap.length() + direct.capacity()); // keeps both reachable until here
  }

  /// A direct buffer, like those of network connections.
  private static ByteBuffer directBuffer() {
    final String number = PlantedLeak.OUTSIDE_THE_HEAP.number();
    final ByteBuffer buffer = ByteBuffer.allocateDirect(number.length());
    for (int i = 0; i < number.length(); i++) {
      buffer.put((byte) number.charAt(i));
    }
    return buffer;
  }

  /// Creates an object that is unreachable when the method returns.
  private static void createGarbage() {
    final char[] typed = PlantedLeak.HEAP_GARBAGE.number().toCharArray();
    System.out.println("garbage characters: " + typed.length);
  }

  private static boolean listens(String address) {
    final URI server = URI.create(address);
    try (Socket _ = new Socket(server.getHost(), server.getPort())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
