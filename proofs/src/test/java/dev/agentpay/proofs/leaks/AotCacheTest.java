package dev.agentpay.proofs.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JVM maps its ahead-of-time cache into the memory of each server, so a test card's number in
/// the cache would be found in a heap dump of a server that has never seen a card.
class AotCacheTest {
  private static final Path JAR = Path.of("..", "app", "target", "agentpay.jar");

  /// The published test cards of Twilio and Stripe that the sandbox, the simulator and the
  /// scenarios know.
  private static final List<String> TEST_CARDS =
      List.of(
          "4242424242424242",
          "4111111111111111",
          "4444333322221111",
          "4000056655665556",
          "4000000000000002",
          "5555555555554444",
          "2223003122003222",
          "378282246310005",
          "371449635398431",
          "6011111111111117",
          "30569309025904",
          "3566002020360505",
          "6759649826438453");

  @TempDir private Path folder;

  @Test
  void cache_of_a_server_contains_no_test_card() throws Exception {
    final Path cache = folder.resolve("serve.aot");
    final File log = folder.resolve("log").toFile();
    final int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:AOTCacheOutput=" + cache,
                "-jar",
                JAR.toString(),
                "warm-up")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start()
            .waitFor();
    assertThat(exit).as(Files.readString(log.toPath())).isZero();
    final Sink sink = new Sink("cache", Sink.Kind.HEAP, cache);
    assertThat(new LeakSearch(TEST_CARDS).in(sink)).isEmpty();
    // The cache is not compressed: a text of the server's own is found.
    assertThat(new String(Files.readAllBytes(cache), StandardCharsets.ISO_8859_1))
        .contains("AGENTPAY_TOKEN_KEY");
  }
}
