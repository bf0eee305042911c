package dev.agentpay.app.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A main class that runs in a process of its own. Writes its output to files.
public final class ChildProcess implements AutoCloseable {
  /// Long, because a busy machine starts a JVM slowly.
  private static final Duration OUTPUT_TIMEOUT = Duration.ofSeconds(90);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final String name;
  private final Path output;
  private final Path errors;
  private final Process process;

  /// @param collected the folder for its output; standard output goes to `output/NAME.out`,
  ///   standard error to `log/NAME.err`
  public ChildProcess(
      Path collected,
      String name,
      List<String> jvmOptions,
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment) {
    this.name = name;
    final List<String> command = new ArrayList<>();
    command.add(javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    try {
      output = Files.createDirectories(collected.resolve("output")).resolve(name + ".out");
      errors = Files.createDirectories(collected.resolve("log")).resolve(name + ".err");
      final ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the home of the JDK that runs the tests.
  public static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  public long pid() {
    return process.pid();
  }

  /// Waits until standard output contains the pattern.
  ///
  /// @return the first group of the match
  public String says(String regex) {
    final Pattern pattern = Pattern.compile(regex);
    final long end = System.nanoTime() + OUTPUT_TIMEOUT.toNanos();
    try {
      while (System.nanoTime() < end) {
        final Matcher matcher = pattern.matcher(Files.readString(output));
        if (matcher.find()) {
          return matcher.group(1);
        }
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "%s exited with %d: %s"
                  .formatted(name, process.exitValue(), Files.readString(errors)));
        }
        Thread.sleep(POLL_INTERVAL);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("%s did not print %s in time".formatted(name, regex));
  }

  /// Stops the process with SIGTERM, and kills it if that takes too long.
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
