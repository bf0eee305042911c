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

/// `agentpay serve` with leaks: what a server would be like that does all that it must not.
final class PlantedServe {
  /// Printed when all of them are made.
  static final String READY = "all is planted";

  private static final Duration GLANCE = Duration.ofMillis(50);

  private PlantedServe() {}

  /// The environment is that of `agentpay serve`, and {@code AGENTPAY_PUBLIC_URL} tells where it
  /// will listen.
  public static void main(String[] args) throws IOException, InterruptedException {
    final Thread serve =
        new Thread(() -> System.exit(AgentPay.commandLine().execute("serve")), "serve");
    serve.start();
    final String address = System.getenv(Key.PUBLIC_URL.env());
    while (!listens(address)) {
      Thread.sleep(GLANCE);
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
        "paid with " + CardTraces.inGroups(PlantedLeak.STANDARD_OUTPUT.number(), " "));
    final String kept =
        "a webhook with {\"SecurityCode\": \"%s\"} • %s"
            .formatted(PlantedLeak.securityCode(), PlantedLeak.HEAP.number());
    final ByteBuffer outside = outsideTheHeap();
    forget();
    System.out.println(READY);
    serve.join();
    System.out.println(kept.length() + outside.capacity()); // so that they were in use until here
  }

  /// Like the buffers through which a network connection reads and writes.
  private static ByteBuffer outsideTheHeap() {
    final String number = PlantedLeak.OUTSIDE_THE_HEAP.number();
    final ByteBuffer buffer = ByteBuffer.allocateDirect(number.length());
    for (int i = 0; i < number.length(); i++) {
      buffer.put((byte) number.charAt(i));
    }
    return buffer;
  }

  /// Makes an object of which nothing is left but its bytes.
  private static void forget() {
    final char[] typed = PlantedLeak.HEAP_GARBAGE.number().toCharArray();
    System.out.println("forgotten: " + typed.length);
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
