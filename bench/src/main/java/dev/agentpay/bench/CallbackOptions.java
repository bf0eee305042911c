package dev.agentpay.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The arguments of [CallbackBench]: `JAR [OTHER_JAR] [--sessions N] [--seconds N] [--rounds N]`.
///
/// @param jars one or two jars, each next to its `lib` folder
/// @param sessions the number of open pay sessions that receive callbacks
/// @param seconds the duration of the measurement in each run, after the warm-up
/// @param rounds how often each jar is measured
record CallbackOptions(List<Path> jars, int sessions, int seconds, int rounds) {
  /// One agent has up to 20 sessions, and the agents must fit in one environment variable on Linux.
  private static final int MAX_SESSIONS = 20_000;

  private static final int MAX_SECONDS = 600;
  private static final int MAX_ROUNDS = 100;

  private static final String USAGE =
      "Usage: CallbackBench JAR [OTHER_JAR] [--sessions 2000] [--seconds 8] [--rounds 3]";

  CallbackOptions {
    jars = List.copyOf(jars);
  }

  /// @throws IllegalArgumentException if an argument is invalid; the message is meant for the user
  static CallbackOptions parse(String... args) {
    final List<Path> jars = new ArrayList<>();
    int sessions = 2_000;
    int seconds = 8;
    int rounds = 3;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        // Each connection needs its own sessions, so that the callbacks of a session stay in order.
        case "--sessions" -> sessions = number(args, ++i, CallbackRun.CONNECTIONS, MAX_SESSIONS);
        case "--seconds" -> seconds = number(args, ++i, 1, MAX_SECONDS);
        case "--rounds" -> rounds = number(args, ++i, 1, MAX_ROUNDS);
        default -> jars.add(jar(args[i]));
      }
    }
    if (jars.isEmpty() || jars.size() > 2) {
      throw new IllegalArgumentException(USAGE);
    }
    return new CallbackOptions(jars, sessions, seconds, rounds);
  }

  private static int number(String[] args, int at, int min, int max) {
    final String name = args[at - 1];
    final String text = at < args.length ? args[at] : "";
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < min
        || Integer.parseInt(text) > max) {
      throw new IllegalArgumentException(
          "%s must be a number from %d to %d; got '%s'".formatted(name, min, max, text));
    }
    return Integer.parseInt(text);
  }

  private static Path jar(String text) {
    if (text.startsWith("-")) {
      throw new IllegalArgumentException("Unknown option '%s'%n%s".formatted(text, USAGE));
    }
    final Path jar = Path.of(text);
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException("Cannot find the jar '%s'%n%s".formatted(text, USAGE));
    }
    return jar;
  }
}
