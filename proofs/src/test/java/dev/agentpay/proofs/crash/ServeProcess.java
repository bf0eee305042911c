package dev.agentpay.proofs.crash;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.config.Key;
import dev.agentpay.app.support.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/// Runs `agentpay serve` in its own process, configured by environment variables like in
/// production, so that it can be killed without warning.
public final class ServeProcess implements AutoCloseable {
  /// A JVM starts in half a second, but much slower on a busy build machine.
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  /// Characters of the log that show why the server did not start.
  private static final int LOG_TAIL_LENGTH = 3_000;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private final Map<String, String> environment;
  private final Path log;
  private final List<String> wrapper;
  private final String classPath;
  private volatile Optional<Process> process = Optional.empty();

  /// @param environment all AgentPay settings, by the names in [Key]; inherited ones are removed
  /// @param log the file to which standard output and error are appended
  ServeProcess(Map<String, String> environment, Path log) {
    this(environment, log, List.of(), System.getProperty("java.class.path"));
  }

  /// @param wrapper a command that runs the server, such as `strace` with its options
  /// @param classPath the server's class path
  ServeProcess(Map<String, String> environment, Path log, List<String> wrapper, String classPath) {
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.wrapper = List.copyOf(wrapper);
    this.classPath = classPath;
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill)); // on Ctrl-C
  }

  /// Starts the server and waits until it takes requests.
  ///
  /// @throws IllegalStateException if it exits or is not ready in time
  public void start() {
    final List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath,
            AgentPay.class.getName(),
            "serve"));
    final ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("AGENTPAY_") || name.startsWith("TWILIO_"));
    builder.environment().putAll(environment);
    try {
      process = Optional.of(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  /// Sends SIGKILL, so no hooks run and no buffers are flushed, and waits until the process is
  /// gone.
  void kill() {
    process.ifPresent(
        running -> {
          // A wrapper runs the server as its child.
          final List<ProcessHandle> children =
              wrapper.isEmpty() ? List.of() : running.descendants().toList();
          children.forEach(ProcessHandle::destroyForcibly);
          if (children.isEmpty()) {
            running.destroyForcibly();
          }
          awaitExit(running);
        });
    process = Optional.empty();
  }

  /// The end of the log.
  String logTail() {
    try {
      final String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - LOG_TAIL_LENGTH));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    kill();
    http.shutdownNow();
  }

  private void awaitReady() {
    final URI ready =
        URI.create("http://127.0.0.1:%s/health/ready".formatted(environment.get(Key.PORT.env())));
    final HttpRequest request =
        HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).GET().build();
    final long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!answers(request)) {
      if (System.nanoTime() > end || !process.map(Process::isAlive).orElse(false)) {
        throw new IllegalStateException(
            "the server did not start; the end of its log:\n" + logTail());
      }
      Pause.of(POLL_INTERVAL);
    }
  }

  private boolean answers(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void awaitExit(Process running) {
    try {
      if (!running.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "the killed process still runs after %d s".formatted(TIMEOUT.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
