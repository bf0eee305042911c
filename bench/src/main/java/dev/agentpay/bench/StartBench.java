package dev.agentpay.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures the time from the start of the process of `agentpay demo` to the first 200 of
/// `/health/ready`, without and with the AOT cache. Machines are noisy and only the ratio within
/// one run is meaningful, so both alternate.
///
/// Arguments: the jar, the AOT cache, the number of runs.
public final class StartBench {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private final Path jar;
  private final HttpClient http = HttpClient.newHttpClient();

  private StartBench(Path jar) {
    this.jar = jar;
  }

  /// Prints one line for each variant: minimum, median and maximum of its runs, in milliseconds.
  public static void main(String[] args) throws Exception {
    final StartBench bench = new StartBench(Path.of(args[0]));
    final Path cache = Path.of(args[1]);
    final int runs = Integer.parseInt(args[2]);
    final List<Long> plain = new ArrayList<>();
    final List<Long> cached = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      plain.add(bench.start(List.of()));
      if (Files.exists(cache)) {
        cached.add(bench.start(List.of("-XX:AOTCache=" + cache)));
      }
    }
    print("start to first 200, no cache", plain);
    print("start to first 200, AOT cache", cached);
  }

  private long start(List<String> options) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xms64m",
            "-XX:TieredStopAtLevel=1", // the launcher sets this for a demo
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    final int port = BenchAccount.freePort();
    command.addAll(List.of("-jar", jar.toString(), "demo", "--port", String.valueOf(port)));
    command.addAll(List.of("--simulator-port", "0", "--connector-port", "0"));
    final long began = System.nanoTime();
    final Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      awaitReady(URI.create("http://127.0.0.1:" + port + "/health/ready"));
      return Duration.ofNanos(System.nanoTime() - began).toMillis();
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private void awaitReady(URI health) throws IOException, InterruptedException {
    final long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < end) {
      try {
        final HttpRequest request = HttpRequest.newBuilder(health).build();
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (ConnectException e) {
        Thread.sleep(POLL_INTERVAL);
      }
    }
    throw new IllegalStateException(
        "The demo was not ready after %d seconds".formatted(START_TIMEOUT.toSeconds()));
  }

  private static void print(String what, List<Long> millis) {
    if (!millis.isEmpty()) {
      final List<Long> sorted = millis.stream().sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "%-32s %5d / %5d / %5d ms%n",
          what,
          sorted.getFirst(),
          sorted.get(sorted.size() / 2),
          sorted.getLast());
    }
  }
}
