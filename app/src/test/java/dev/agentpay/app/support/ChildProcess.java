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

/// One of our commands in a process of its own, its output in files.
public final class ChildProcess implements AutoCloseable {
  /// A loaded machine takes its time to start a JVM.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Duration FAREWELL = Duration.ofSeconds(20);

  private final String name;
  private final Path output;
  private final Path errors;
  private final Process process;

  /// @param collected standard output and error go where sinks of their kind are collected
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

  public static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  public long pid() {
    return process.pid();
  }

  /// Waits until the pattern stands in the output; gives its first group.
  public String says(String regex) {
    final Pattern pattern = Pattern.compile(regex);
    final long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end) {
        final Matcher matcher = pattern.matcher(Files.readString(output));
        if (matcher.find()) {
          return matcher.group(1);
        }
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "%s ended with %d: %s"
                  .formatted(name, process.exitValue(), Files.readString(errors)));
        }
        Thread.sleep(GLANCE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("%s never said %s".formatted(name, regex));
  }

  /// Ends it as an operator would, with SIGTERM.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
