package dev.agentpay.proofs.leaks;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.AgentPay;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.app.support.ChildProcess;
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

/// `./dev leaks`: plays every script in three processes and searches all that they wrote, said and
/// kept, and the server's heap with its garbage, for card data. First it plants leaks and must find
/// each of them.
public final class Leaks {
  private static final String DUMP = "server.hprof";

  private final Path folder;
  private final List<String> problems = new ArrayList<>();
  private boolean memoryIsReadable = true;

  private Leaks(Path folder) {
    this.folder = folder;
  }

  /// Exits 0 when every planted leak was found and no other, 1 when not.
  ///
  /// @param args the folder to work in, and `--keep` to keep what was collected
  public static void main(String[] args) throws IOException {
    final Leaks leaks = new Leaks(Path.of(args[0]));
    final boolean keep = List.of(args).contains("--keep");
    Logging.configure(Logging.Style.TEXT, Level.ERROR);
    clear(leaks.folder);
    leaks.findsWhatIsPlanted();
    leaks.findsNothingElse();
    if (!keep) {
      clear(leaks.folder);
    }
    System.out.println(
        leaks.problems.isEmpty()
            ? "No card data where none may be."
            : "NOT AS IT SHOULD BE:\n  " + String.join("\n  ", leaks.problems));
    System.exit(leaks.problems.isEmpty() ? 0 : 1);
  }

  private void findsWhatIsPlanted() throws IOException {
    System.out.println("A server with leaks on purpose; each must be found:");
    final Path collected = folder.resolve("planted");
    collect(collected, PlantedServe.class, PlantedServe.READY, List.of(PlantedScript.SCRIPT));
    for (PlantedLeak plant : PlantedLeak.values()) {
      final List<Leak> found = new LeakHunt(collected, Set.of(plant.number())).leaks();
      for (String place : plant.places()) {
        if (memoryIsReadable || !place.equals("memory/")) {
          report(
              plant,
              place,
              found.stream()
                  .filter(leak -> leak.secret() == CardTraces.Secret.CARD_NUMBER)
                  .filter(leak -> leak.sink().name().startsWith(place))
                  .findFirst());
        }
      }
    }
    final List<Leak> named = new LeakHunt(collected, Set.of(PlantedLeak.LOG.number())).leaks();
    reportNamed(named, CardTraces.Secret.SECURITY_CODE, "log/server.err");
    reportNamed(named, CardTraces.Secret.EXPIRY, "log/server.err");
    reportNamed(named, CardTraces.Secret.SECURITY_CODE, "heap/");
  }

  private void reportNamed(List<Leak> leaks, CardTraces.Secret secret, String place) {
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
      problems.add("a planted leak was not found: %s in %s".formatted(words(plant), place));
    }
  }

  private void findsNothingElse() throws IOException {
    System.out.println("Every script, without leaks:");
    final Path collected = folder.resolve("played");
    final Set<String> typed = collect(collected, AgentPay.class, "AgentPay listens", Scenario.ALL);
    final Set<String> known = Set.of(Customer.GOOD_CARD, Customer.DECLINED_CARD, "123");
    if (!typed.containsAll(known)) {
      problems.add("the customers' keys were not heard: only " + typed.size() + " of them");
    }
    final long began = System.nanoTime();
    final LeakHunt hunt = new LeakHunt(collected, typed);
    hunt.tallies()
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
    hunt.leaks().forEach(leak -> problems.add(leak.toString()));
    showsWhatTheServerHeld(collected, typed);
    final Set<Sink.Kind> empty = EnumSet.allOf(Sink.Kind.class);
    if (!memoryIsReadable) {
      empty.remove(Sink.Kind.MEMORY);
    }
    hunt.tallies().forEach((kind, tally) -> empty.removeIf(k -> k == kind && tally.bytes() > 0));
    empty.forEach(kind -> problems.add("nothing was collected of " + words(kind)));
  }

  /// Twilio's callbacks carry the expiry in the clear. A dump without one would not show what the
  /// server held, and a number's absence from it would mean nothing.
  private void showsWhatTheServerHeld(Path collected, Set<String> typed) throws IOException {
    final Path dump = Sink.Kind.HEAP.in(collected).resolve(DUMP);
    final boolean shown =
        new LeakSearch(typed)
            .in(new Sink(DUMP, Sink.Kind.DATA, dump)).stream()
                .anyMatch(leak -> leak.form().equals("expirationdate"));
    if (!shown) {
      problems.add("the heap dump does not even have the expiry that Twilio's callbacks carry");
    }
  }

  /// Plays the scripts and collects all sinks; gives what was typed.
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
          ScenarioEvening.play(world.server(), world.simulator(), scripts, new Transcript(out)));
      dumpHeap(world.serverPid(), Sink.Kind.HEAP.in(collected));
      copyMemory(world.serverPid(), Sink.Kind.MEMORY.in(collected));
      copyOfData(collected);
    }
    System.out.printf(
        Locale.ROOT,
        "  played %d scripts and collected in %.1f s%n",
        scripts.size(),
        Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
    return LeakHunt.typed(typed);
  }

  /// Everything in the heap, whether in use or not.
  private static void dumpHeap(long pid, Path heap) throws IOException {
    final Path dump = Files.createDirectories(heap).resolve(DUMP).toAbsolutePath();
    final Process jcmd =
        new ProcessBuilder(
                ChildProcess.javaHome().resolve("bin/jcmd").toString(),
                String.valueOf(pid),
                "GC.heap_dump",
                "-all",
                dump.toString())
            .redirectErrorStream(true)
            .start();
    final String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(dump)) {
      throw new IOException("no heap dump: " + said);
    }
  }

  private void copyMemory(long pid, Path memory) throws IOException {
    Files.createDirectories(memory);
    memoryIsReadable = ProcessMemory.copy(pid, memory.resolve("server.memory"));
    if (!memoryIsReadable) {
      System.out.println(
          "  this system does not show a process's memory: only the heap is searched");
    }
  }

  /// The files as they are while the server runs: with the write-ahead log, which goes when it
  /// ends.
  private static void copyOfData(Path collected) throws IOException {
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
