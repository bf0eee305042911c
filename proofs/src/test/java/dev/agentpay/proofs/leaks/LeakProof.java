package dev.agentpay.proofs.leaks;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.AgentPay;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.scenarios.Scenario;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.Transcript;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// `./dev leaks`: plays every script against three processes and searches everything that they
/// wrote and sent, and the server's memory, for card data. Before that, it must find leaks that it
/// planted.
public final class LeakProof {
  private static final String DUMP = "server.hprof";

  private final Path folder;
  private final List<String> problems = new ArrayList<>();
  private boolean memoryIsReadable = true;

  private LeakProof(Path folder) {
    this.folder = folder;
  }

  /// Exits with 0 if it found every planted leak and no other, otherwise with 1.
  ///
  /// @param args the working folder, and optionally `--keep` to keep the collected files
  public static void main(String[] args) throws IOException {
    final LeakProof proof = new LeakProof(Path.of(args[0]));
    final boolean keep = List.of(args).contains("--keep");
    Logging.configure(Logging.Style.TEXT, Level.ERROR);
    clear(proof.folder);
    proof.checkPlantedLeaks();
    proof.checkForLeaks();
    if (!keep) {
      clear(proof.folder);
    }
    System.out.println(
        proof.problems.isEmpty()
            ? "PASSED: no card data outside the allowed places."
            : "FAILED:\n  " + String.join("\n  ", proof.problems));
    System.exit(proof.problems.isEmpty() ? 0 : 1);
  }

  private void checkPlantedLeaks() throws IOException {
    System.out.println("Server with planted leaks; each must be found:");
    final Path collected = folder.resolve("planted");
    collect(collected, PlantedServe.class, PlantedServe.READY, List.of(PlantedScript.SCRIPT));
    for (PlantedLeak plant : PlantedLeak.values()) {
      final List<Leak> found = new LeakScan(collected, Set.of(plant.number())).leaks();
      for (String place : plant.places()) {
        if (memoryIsReadable || !place.equals("memory/")) {
          report(
              plant,
              place,
              found.stream()
                  .filter(leak -> leak.secret() == CardPatterns.Secret.CARD_NUMBER)
                  .filter(leak -> leak.sink().name().startsWith(place))
                  .findFirst());
        }
      }
    }
    final List<Leak> named = new LeakScan(collected, Set.of(PlantedLeak.LOG.number())).leaks();
    reportNamed(named, CardPatterns.Secret.SECURITY_CODE, "log/server.err");
    reportNamed(named, CardPatterns.Secret.EXPIRY, "log/server.err");
    reportNamed(named, CardPatterns.Secret.SECURITY_CODE, "heap/");
  }

  private void reportNamed(List<Leak> leaks, CardPatterns.Secret secret, String place) {
    report(
        secret,
        place,
        leaks.stream()
            .filter(leak -> leak.secret() == secret && leak.sink().name().startsWith(place))
            .findFirst());
  }

  private void report(Enum<?> plant, String place, Optional<Leak> leak) {
    System.out.printf(
        "  %-16s in %-24s %s%n",
        words(plant), place, leak.map(l -> "found: " + l.form()).orElse("NOT FOUND"));
    if (leak.isEmpty()) {
      problems.add("the search missed a planted leak: %s in %s".formatted(words(plant), place));
    }
  }

  private void checkForLeaks() throws IOException {
    System.out.println("Every script on the real server:");
    final Path collected = folder.resolve("played");
    final Set<String> typed = collect(collected, AgentPay.class, "AgentPay listens", Scenario.ALL);
    final Set<String> known = Set.of(Customer.GOOD_CARD, Customer.DECLINED_CARD, "123");
    if (!typed.containsAll(known)) {
      problems.add("the wire tap did not record all typed values, only " + typed.size());
    }
    final long began = System.nanoTime();
    final LeakScan scan = new LeakScan(collected, typed);
    scan.tallies()
        .forEach(
            (kind, tally) ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-8s %4d files, %,13d bytes, %d leaks%n",
                    words(kind),
                    tally.sinks(),
                    tally.bytes(),
                    tally.leaks()));
    System.out.printf(
        Locale.ROOT,
        "  searched for %d typed card numbers, codes and expiries in %.1f s%n",
        typed.size(),
        Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
    scan.leaks().forEach(leak -> problems.add(leak.toString()));
    checkHeapDump(collected, typed);
    final Set<Sink.Kind> empty = EnumSet.allOf(Sink.Kind.class);
    if (!memoryIsReadable) {
      empty.remove(Sink.Kind.MEMORY);
    }
    scan.tallies().forEach((kind, tally) -> empty.removeIf(k -> k == kind && tally.bytes() > 0));
    empty.forEach(kind -> problems.add("no bytes were collected for the sink " + words(kind)));
  }

  /// Twilio's callbacks contain the expiry in clear text. A heap dump without it is incomplete and
  /// would prove nothing about card numbers.
  private void checkHeapDump(Path collected, Set<String> typed) throws IOException {
    final Path dump = Sink.Kind.HEAP.in(collected).resolve(DUMP);
    final boolean hasExpiry =
        new LeakSearch(typed)
            .in(new Sink(DUMP, Sink.Kind.DATA, dump)).stream()
                .anyMatch(leak -> leak.form().equals("expirationdate"));
    if (!hasExpiry) {
      problems.add("the heap dump is incomplete: it lacks the expiry from Twilio's callbacks");
    }
  }

  /// Plays the scripts, collects all sinks, and returns the values that customers typed.
  private Set<String> collect(Path collected, Class<?> serve, String ready, List<Scenario> scripts)
      throws IOException {
    final long began = System.nanoTime();
    final Path typed;
    final Path transcript =
        Files.createDirectories(Sink.Kind.OUTPUT.in(collected)).resolve("transcript");
    try (ProcessWorld world = new ProcessWorld(collected, serve, ready);
        PrintStream out = new PrintStream(transcript.toFile(), StandardCharsets.UTF_8)) {
      typed = world.typed();
      problems.addAll(
          ScenarioPlayer.play(world.server(), world.simulator(), scripts, new Transcript(out)));
      HeapDump.write(
          world.serverPid(), Files.createDirectories(Sink.Kind.HEAP.in(collected)).resolve(DUMP));
      copyMemory(world.serverPid(), Sink.Kind.MEMORY.in(collected));
      copyData(collected);
    }
    System.out.printf(
        Locale.ROOT,
        "  played %d scripts and collected in %.1f s%n",
        scripts.size(),
        Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
    return LeakScan.typed(typed);
  }

  private void copyMemory(long pid, Path memory) throws IOException {
    Files.createDirectories(memory);
    memoryIsReadable = ProcessMemory.copy(pid, memory.resolve("server.memory"));
    if (!memoryIsReadable) {
      System.out.println(
          "  this system does not let us read a process's memory; only the heap is searched");
    }
  }

  /// Copies the data while the server runs, because SQLite deletes the write-ahead log at the end.
  private static void copyData(Path collected) throws IOException {
    final Path data = Sink.Kind.DATA.in(collected);
    final List<Path> files;
    try (Stream<Path> walk = Files.walk(data)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      final Path copy = data.resolve("while-running").resolve(data.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
