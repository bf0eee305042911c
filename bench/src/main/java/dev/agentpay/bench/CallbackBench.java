package dev.agentpay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Measures how many durable status callbacks per second a server accepts, or compares two builds.
/// Machines are noisy and only ratios within one run are meaningful, so the builds alternate, each
/// time with a new process and an empty data folder.
///
/// See [CallbackOptions] for the arguments.
public final class CallbackBench {
  private static final String ROW = "%-5s  %-5s  %11s  %7s  %7s  %13s  %13s  %14s%n";

  private CallbackBench() {}

  /// Prints one line per run, then the medians of each build and the ratio between the builds.
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    final CallbackOptions options;
    try {
      options = CallbackOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    final Map<String, Path> builds = new LinkedHashMap<>();
    for (Path jar : options.jars()) {
      builds.put(builds.isEmpty() ? "A" : "B", jar);
    }
    printFacts(options, builds);
    final Map<String, List<CallbackFigures>> figures = new LinkedHashMap<>();
    for (int round = 1; round <= options.rounds(); round++) {
      for (Map.Entry<String, Path> build : builds.entrySet()) {
        final CallbackFigures measured = CallbackRun.measure(build.getValue(), options);
        print(String.valueOf(round), build.getKey(), measured);
        System.out.printf(
            "              %,d acknowledged, each found in the log exactly once%n",
            measured.checked());
        figures.computeIfAbsent(build.getKey(), _ -> new ArrayList<>()).add(measured);
      }
    }
    if (options.rounds() > 1) {
      figures.forEach((name, all) -> print("median", name, CallbackFigures.median(all)));
    }
    if (builds.size() == 2) {
      printRatios(figures.getOrDefault("A", List.of()), figures.getOrDefault("B", List.of()));
    }
  }

  private static void printFacts(CallbackOptions options, Map<String, Path> builds)
      throws IOException {
    System.out.printf(
        "durable status callbacks: %,d sessions, %d connections, %d s per run; %d cores, %s %s, JDK %s%n",
        options.sessions(),
        CallbackRun.CONNECTIONS,
        options.seconds(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version());
    System.out.printf(
        "data on %s; %s%n",
        Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).type(),
        String.join(" ", ServerProcess.jvmOptions()));
    for (Map.Entry<String, Path> build : builds.entrySet()) {
      System.out.printf(
          "%s  %s: %s%n", build.getKey(), build.getValue(), Durability.of(build.getValue()));
    }
    System.out.printf(
        ROW,
        "round",
        "build",
        "callbacks/s",
        "p50 ms",
        "p99 ms",
        "CPU µs each",
        "health/live/s",
        "callbacks/live");
  }

  private static void print(String round, String build, CallbackFigures figures) {
    System.out.printf(
        ROW,
        round,
        build,
        "%,.0f".formatted(figures.perSecond()),
        "%.1f".formatted(figures.p50Millis()),
        "%.1f".formatted(figures.p99Millis()),
        "%.0f".formatted(figures.cpuMicros()),
        "%,.0f".formatted(figures.livePerSecond()),
        "%.2f".formatted(figures.toLive()));
  }

  private static void printRatios(List<CallbackFigures> a, List<CallbackFigures> b) {
    printRatio("callbacks/s", a, b, CallbackFigures::perSecond);
    printRatio("CPU each", a, b, CallbackFigures::cpuMicros);
    printRatio("callbacks/live", a, b, CallbackFigures::toLive);
  }

  private static void printRatio(
      String what,
      List<CallbackFigures> a,
      List<CallbackFigures> b,
      ToDoubleFunction<CallbackFigures> value) {
    final List<String> rounds = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      rounds.add("%.2f".formatted(value.applyAsDouble(b.get(i)) / value.applyAsDouble(a.get(i))));
    }
    System.out.printf(
        "B/A  %-14s  %.2f of the medians; per round %s%n",
        what,
        CallbackFigures.median(b, value) / CallbackFigures.median(a, value),
        String.join(" ", rounds));
  }
}
