package dev.agentpay.proofs.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.app.support.ChildProcess;
import dev.agentpay.auth.Passwords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JVM maps its ahead-of-time cache into the memory of each server, so a test card's number in
/// the cache would be found in a heap dump of a server that has never seen a card.
class AotCacheTest {
  private static final Path HOME = Path.of("..");
  private static final Path JAR = HOME.resolve("app/target/agentpay.jar");

  /// The modules that know test cards.
  private static final List<String> WITH_CARDS = List.of("connector", "simulator", "scenarios");

  /// A card number in source code.
  private static final Pattern NUMBER = Pattern.compile("\"([0-9]{12,19})\"");

  /// Text of the server's own. It is found in a cache or dump that is complete and not compressed.
  private static final String OWN_TEXT = "AGENTPAY_TOKEN_KEY";

  /// Long, because a busy machine starts a JVM slowly.
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final String OUTPUT = "output";

  private static final String KEY = "c8f1e04b7a9d4d52b3c06e1f8d7a2953";

  @TempDir private Path folder;

  @Test
  void cache_and_heap_of_a_server_contain_no_test_card() throws Exception {
    final LeakSearch search = new LeakSearch(testCards());
    final Path cache = folder.resolve("serve.aot");
    final Process training = start(Map.of(), "-XX:AOTCacheOutput=" + cache, "warm-up");
    assertThat(training.waitFor()).as(output()).isZero();
    assertClean(search, cache);

    final Path dump = folder.resolve("server.hprof");
    // Without -XX:AOTMode=on, the JVM would start without a cache that it cannot use.
    final Process server = start(environment(), "-XX:AOTCache=" + cache, "-XX:AOTMode=on", "serve");
    try {
      await()
          .atMost(TIMEOUT)
          .until(() -> !server.isAlive() || output().contains("AgentPay listens at"));
      assertThat(server.isAlive()).as(output()).isTrue();
      HeapDump.write(server.pid(), dump);
    } finally {
      server.destroyForcibly().waitFor();
    }
    assertClean(search, dump);
  }

  private static Set<String> testCards() throws IOException {
    final Set<String> numbers = new TreeSet<>();
    for (String module : WITH_CARDS) {
      try (Stream<Path> sources = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
        for (Path source : sources.filter(Files::isRegularFile).toList()) {
          NUMBER
              .matcher(Files.readString(source))
              .results()
              .forEach(number -> numbers.add(number.group(1)));
        }
      }
    }
    assertThat(numbers).hasSizeGreaterThan(40).contains("4242424242424242");
    return numbers;
  }

  private static void assertClean(LeakSearch search, Path file) throws IOException {
    assertThat(search.in(new Sink(file.getFileName().toString(), Sink.Kind.HEAP, file))).isEmpty();
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .contains(OWN_TEXT);
  }

  /// @param arguments JVM options and, last, the command
  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    final List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    final int last = arguments.length - 1;
    command.addAll(List.of(arguments).subList(0, last));
    command.addAll(List.of("-jar", JAR.toString(), arguments[last]));
    final ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(OUTPUT).toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve(OUTPUT));
  }

  /// The settings of a server without Twilio: nothing listens at the discard port.
  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("TWILIO_ACCOUNT_SID", "AC" + KEY),
        Map.entry("TWILIO_AUTH_TOKEN", KEY),
        Map.entry("TWILIO_API_KEY", "SK" + KEY),
        Map.entry("TWILIO_API_SECRET", KEY),
        Map.entry("TWILIO_BASE_URL", "http://127.0.0.1:9"),
        Map.entry("AGENTPAY_PUBLIC_URL", "http://127.0.0.1:9"),
        Map.entry("AGENTPAY_PORT", "0"),
        Map.entry("AGENTPAY_DATA", folder.resolve("data").toString()),
        Map.entry("AGENTPAY_USERS", "alice:agent:" + Passwords.hash("for a server without calls")),
        Map.entry("AGENTPAY_TOKEN_KEY", KEY),
        Map.entry("AGENTPAY_CONNECTORS", "cards=hosted:stripe"));
  }
}
