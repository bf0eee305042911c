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

/// `agentpay serve` in a process of its own, configured by its environment as an operator would, so
/// that it can be killed as a power cut would.
public final class ServeProcess implements AutoCloseable {
  /// A JVM starts in half a second; a machine that builds something else meanwhile takes longer.
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

  private static final Duration GLANCE = Duration.ofMillis(10);

  /// Enough of the log to see why it did not start.
  private static final int LOG_TAIL = 3_000;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private final Map<String, String> environment;
  private final Path log;
  private final List<String> wrapper;
  private final String classPath;
  private volatile Optional<Process> process = Optional.empty();

  /// @param environment what [Key] names; nothing else of AgentPay's comes from around us
  /// @param log where it writes, appended to
  ServeProcess(Map<String, String> environment, Path log) {
    this(environment, log, List.of(), System.getProperty("java.class.path"));
  }

  /// @param wrapper a command that runs it, such as `strace` with its options
  /// @param classPath of the server
  ServeProcess(Map<String, String> environment, Path log, List<String> wrapper, String classPath) {
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.wrapper = List.copyOf(wrapper);
    this.classPath = classPath;
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill)); // such as by Ctrl-C
  }

  /// Starts it; returns when it takes requests.
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

  /// SIGKILL: no hook runs, no buffer is written out. Returns when it is gone.
  void kill() {
    process.ifPresent(
        running -> {
          // Of a wrapper it is the child that serves.
          final List<ProcessHandle> served =
              wrapper.isEmpty() ? List.of() : running.descendants().toList();
          served.forEach(ProcessHandle::destroyForcibly);
          if (served.isEmpty()) {
            running.destroyForcibly();
          }
          awaitExit(running);
        });
    process = Optional.empty();
  }

  /// What it has logged at last.
  String logTail() {
    try {
      final String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - LOG_TAIL));
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
    final long end = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!answers(request)) {
      if (System.nanoTime() > end || !process.map(Process::isAlive).orElse(false)) {
        throw new IllegalStateException("the server did not start:\n" + logTail());
      }
      Pause.of(GLANCE);
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
      if (!running.waitFor(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the killed process does not go away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
