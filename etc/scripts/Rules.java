import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Takes out one rule of etc/rules.txt at a time and expects a test to turn red. What does not is
/// printed, and the exit code is 1.
///
/// Quick, because Maven builds once: then only the one changed file is compiled, into a folder that
/// stands before the others on the class path, and the named test class runs before all the rest.
/// The tree itself is never changed.
///
/// Usage: ./dev rules [part of a rule's text]
public final class Rules {
  /// Longer than any room's tests take. A rule that makes them hang is not noticed: nobody would
  /// know why.
  private static final int LONGEST_MINUTES = 6;

  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Path work;
  private final Path changed;

  private Rules(Path work) {
    this.work = work;
    this.changed = work.resolve("changed");
  }

  public static void main(String[] args) throws Exception {
    final String wanted = args.length == 0 ? "" : args[0];
    final Path work = Files.createTempDirectory("agentpay-rules");
    boolean held = false;
    try {
      held = new Rules(work).check(wanted);
    } finally {
      empty(work);
    }
    System.exit(held ? 0 : 1);
  }

  private boolean check(String wanted) throws Exception {
    final List<Rule> rules =
        Rule.read(Path.of("etc/rules.txt")).stream().filter(r -> r.name().contains(wanted)).toList();
    if (rules.isEmpty()) {
      System.out.println("No rule's text has: " + wanted);
      return false;
    }
    final Set<String> rooms = new LinkedHashSet<>(rules.stream().map(Rule::module).toList());
    final Path log = work.resolve("build.log");
    if (run(HERE, log, List.of("./mvnw", "-B", "-o", "-pl", String.join(",", rooms), "-am",
            "test-compile", "dependency:build-classpath", "-Dmdep.outputFile=target/test-classpath", "-Dspotless.check.skip")) != 0) {
      System.out.println(Files.readString(log) + "The tree does not build; nothing was tried.");
      return false;
    }
    Files.createDirectories(changed);
    javac(toolClassPath(rooms.iterator().next()), work.resolve("tool"), Path.of("etc/scripts/RoomTests.java"), Path.of("etc/scripts/Told.java"));
    for (String room : rooms) {
      final Told told = tests(room, "");
      if (told.code() != Told.GREEN) {
        System.out.printf("%s is red with every rule in place: %s%n", room, told.text());
        return false;
      }
    }
    final List<String> missed = new ArrayList<>();
    for (Rule rule : rules) {
      final Told told = withoutIt(rule);
      System.out.printf("%-8s %-10s %s%s%n", told.verdict(), rule.module(), rule.name(),
          told.text().isEmpty() ? "" : "  (" + told.text() + ")");
      if (!told.isNoticed()) {
        missed.add(rule.name());
      }
    }
    System.out.println(missed.isEmpty()
        ? "Each of %d rules is held by a test.".formatted(rules.size())
        : "Not held, %d of %d: %s".formatted(missed.size(), rules.size(), missed));
    return missed.isEmpty();
  }

  private Told withoutIt(Rule rule) throws Exception {
    final String before = Files.readString(rule.file());
    final int places = rule.places(before);
    if (places != 1) {
      return new Told(Told.STALE, places + " places in " + rule.file());
    }
    empty(changed);
    Files.createDirectories(changed);
    final Path source = work.resolve("source").resolve(rule.file().getFileName());
    Files.createDirectories(source.getParent());
    Files.writeString(source, rule.takenOut(before));
    if (javac(classPath(rule.file().getName(0).toString()), changed, source) != 0) {
      return new Told(Told.BROKEN, Files.readAllLines(work.resolve("javac.log")).getFirst());
    }
    if (!rule.test().isEmpty()) {
      final Told told = tests(rule.module(), rule.test());
      if (told.code() != Told.GREEN) {
        return told;
      }
    }
    return tests(rule.module(), "");
  }

  private Told tests(String room, String test) throws Exception {
    final Path log = work.resolve("tests.log");
    Files.deleteIfExists(log);
    final List<String> command =
        new ArrayList<>(List.of(java("java"), "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-Dagentpay.docs.write=false", "-Djqwik.database=" + work.resolve("jqwik"),
            "-cp", toolClassPath(room) + File.pathSeparator + work.resolve("tool"),
            "RoomTests", HERE.resolve(room).resolve("target/test-classes").toString(), test));
    command.removeIf(String::isEmpty);
    final int code = run(HERE.resolve(room), log, command);
    final String text = Files.readString(log).lines()
        .filter(line -> line.startsWith(Told.LINE)).findFirst().orElse("");
    return new Told(code, text.replace(Told.LINE, ""));
  }

  private String classPath(String room) throws IOException {
    final Path target = HERE.resolve(room).resolve("target");
    return String.join(File.pathSeparator, changed.toString(), target.resolve("test-classes").toString(),
        target.resolve("classes").toString(), Files.readString(target.resolve("test-classpath")).strip());
  }

  /// With JUnit's launcher, which Maven has beside the engine that the tests name.
  private String toolClassPath(String room) throws IOException {
    final String tests = classPath(room);
    final String engine = Arrays.stream(tests.split(File.pathSeparator))
        .filter(jar -> jar.contains("junit-platform-engine")).findFirst().orElseThrow();
    return tests + File.pathSeparator + engine.replace("junit-platform-engine", "junit-platform-launcher");
  }

  private int javac(String classPath, Path to, Path... sources) throws Exception {
    final List<String> command = new ArrayList<>(List.of(java("javac"), "-proc:none", "-nowarn",
        "-parameters", "-cp", classPath, "-d", to.toString()));
    Stream.of(sources).map(Path::toString).forEach(command::add);
    return run(HERE, work.resolve("javac.log"), command);
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static int run(Path folder, Path log, List<String> command) throws Exception {
    final Process process = new ProcessBuilder(command).directory(folder.toFile())
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      return process.exitValue();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    return Told.HUNG;
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
    }
  }
}
