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

/// `agentpay serve` of one build, in its own process.
final class ServerProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  /// How many characters of the log to show if the server does not start.
  private static final int LOG_TAIL = 3_000;

  private final Process process;
  private final URI baseUri;
  private final Path log;

  private ServerProcess(Process process, URI baseUri, Path log) {
    this.process = process;
    this.baseUri = baseUri;
    this.log = log;
    // Also ends the server if the benchmark is interrupted with Ctrl-C.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /// Starts a server. Returns when it is ready for requests.
  ///
  /// @param environment its settings; settings in this process's environment are not passed on
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

  /// Returns the JVM options of `./agentpay serve`, followed by those in `JAVA_OPTS`. The AOT cache
  /// is left out, because it is valid only for one jar at one path.
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

  /// Returns the CPU time that the process has used, in user and kernel mode, with a precision of
  /// 10 ms.
  ///
  /// @throws IllegalStateException if the process has ended or the operating system does not
  ///   provide the CPU time
  Duration cpu() {
    return process
        .toHandle()
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("Cannot read the server's CPU time"));
  }

  private void awaitReady() throws IOException, InterruptedException {
    final HttpRequest ready = HttpRequest.newBuilder(baseUri.resolve("/health/ready")).build();
    final long end = System.nanoTime() + START_TIMEOUT.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < end) {
        try {
          if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (ConnectException _) {
          // The server does not listen yet.
        }
        Thread.sleep(POLL_INTERVAL);
      }
    }
    final String text = Files.readString(log);
    throw new IllegalStateException(
        "The server did not start. The end of its log:\n"
            + text.substring(Math.max(0, text.length() - LOG_TAIL)));
  }

  /// Stops the server with SIGTERM, as an operator would. Returns when the process has ended.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
