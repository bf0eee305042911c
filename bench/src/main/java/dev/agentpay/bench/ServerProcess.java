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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `agentpay serve` of one build in a process of its own.
final class ServerProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
  private static final Duration GLANCE = Duration.ofMillis(20);

  /// Enough of the log to see why it did not start.
  private static final int LOG_TAIL = 3_000;

  private final Process process;
  private final URI baseUri;
  private final Path log;

  private ServerProcess(Process process, URI baseUri, Path log) {
    this.process = process;
    this.baseUri = baseUri;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // such as by Ctrl-C
  }

  /// Starts it; returns when it takes requests.
  ///
  /// @param environment its settings; none of our own environment's reach it
  static ServerProcess serve(Path jar, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions());
    command.addAll(List.of("-jar", jar.toString(), "serve"));
    final ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("AGENTPAY_") || name.startsWith("TWILIO_"));
    builder.environment().putAll(environment);
    final URI base = URI.create("http://127.0.0.1:" + environment.get("AGENTPAY_PORT"));
    final ServerProcess server = new ServerProcess(builder.start(), base, log);
    try {
      server.awaitReady();
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /// Those of `./agentpay serve`, but for the AOT cache: it is good for one jar in one place only.
  /// `JAVA_OPTS` follow, as there.
  static List<String> jvmOptions() {
    final List<String> options =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xms64m",
                "-Xmx" + Optional.ofNullable(System.getenv("AGENTPAY_HEAP")).orElse("512m"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    Optional.ofNullable(System.getenv("JAVA_OPTS"))
        .filter(more -> !more.isBlank())
        .ifPresent(more -> options.addAll(List.of(more.strip().split("\\s+", -1))));
    return options;
  }

  URI baseUri() {
    return baseUri;
  }

  /// What the process has used of the CPUs so far, in user and in kernel mode, to 10 ms.
  ///
  /// @throws IllegalStateException when the operating system does not tell, or it is gone
  Duration cpu() {
    return process
        .toHandle()
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("nobody tells the server's CPU time"));
  }

  private void awaitReady() throws IOException, InterruptedException {
    final HttpRequest ready = HttpRequest.newBuilder(baseUri.resolve("/health/ready")).build();
    final long end = System.nanoTime() + STARTS_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < end) {
        try {
          if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (ConnectException _) {
          // not yet
        }
        Thread.sleep(GLANCE);
      }
    }
    final String text = Files.readString(log);
    throw new IllegalStateException(
        "the server did not start:\n" + text.substring(Math.max(0, text.length() - LOG_TAIL)));
  }

  /// Stops it as an operator would; returns when it is gone.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
