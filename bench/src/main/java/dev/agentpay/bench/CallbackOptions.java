package dev.agentpay.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What [CallbackBench] measures: `JAR [OTHER_JAR] [--sessions N] [--seconds N] [--rounds N]`.
///
/// @param jars one or two, each with its `lib` folder beside it
/// @param sessions open pay sessions that the callbacks are about
/// @param seconds how long callbacks are measured in each run, after the warm-up
/// @param rounds how often each jar is measured
record CallbackOptions(List<Path> jars, int sessions, int seconds, int rounds) {
  /// As many agents as Linux takes in one variable of the environment, each with 20 sessions.
  private static final int MAX_SESSIONS = 20_000;

  private static final int MAX_SECONDS = 600;
  private static final int MAX_ROUNDS = 100;

  private static final String USAGE =
      "CallbackBench JAR [OTHER_JAR] [--sessions 2000] [--seconds 8] [--rounds 3]";

  CallbackOptions {
    jars = List.copyOf(jars);
  }

  /// @throws IllegalArgumentException with a message for the person who typed them
  static CallbackOptions parse(String... args) {
    final List<Path> jars = new ArrayList<>();
    int sessions = 2_000;
    int seconds = 8;
    int rounds = 3;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        // Each connection has sessions of its own, so that a session's callbacks keep their order.
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
          "%s is a number from %d to %d, not '%s'".formatted(name, min, max, text));
    }
    return Integer.parseInt(text);
  }

  private static Path jar(String text) {
    final Path jar = Path.of(text);
    if (text.startsWith("-") || !Files.isRegularFile(jar)) {
      throw new IllegalArgumentException("'%s' is no jar%n%s".formatted(text, USAGE));
    }
    return jar;
  }
}
