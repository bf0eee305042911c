import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The tree as it is built, with one file changed: what is compiled of it stands before everything
/// else on the class path. The tree itself stays as it is.
final class Tree implements AutoCloseable {
  /// Longer than any room's tests take. A rule that makes them hang is not noticed: nobody would
  /// know why.
  private static final int LONGEST_MINUTES = 6;

  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Path work = Files.createTempDirectory("agentpay-rules");
  private final Path changed = Files.createDirectories(work.resolve("changed"));
  private final Path tool = work.resolve("tool");

  Tree() throws IOException {}

  /// Compiles the rooms and what they need, and prints why when that fails.
  boolean builds(Set<String> rooms) throws Exception {
    final Path log = work.resolve("build.log");
    final List<String> maven =
        List.of(
            "./mvnw",
            "-B",
            "-o",
            "-pl",
            String.join(",", rooms),
            "-am",
            "test-compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=target/test-classpath",
            "-Dspotless.check.skip");
    if (run(HERE, log, maven) != 0) {
      System.out.println(Files.readString(log) + "The tree does not build; nothing was tried.");
      return false;
    }
    final String error =
        javac(
            toolClassPath(rooms.iterator().next()),
            tool,
            Path.of("etc/scripts/RoomTests.java"),
            Path.of("etc/scripts/Told.java"));
    System.out.print(error);
    return error.isEmpty();
  }

  /// Changes one file; an earlier change is taken back.
  ///
  /// @return why it does not compile; empty when it does
  String change(Path file, String text) throws Exception {
    empty(changed);
    Files.createDirectories(changed);
    final Path source = work.resolve("source").resolve(file.getFileName());
    Files.createDirectories(source.getParent());
    Files.writeString(source, text);
    return javac(classPath(file.getName(0).toString()), changed, source);
  }

  /// Runs a room's tests until the first is red.
  ///
  /// @param test only this class; empty: all
  Told tests(String room, String test) throws Exception {
    final Path log = work.resolve("tests.log");
    Files.deleteIfExists(log);
    final List<String> command =
        new ArrayList<>(
            List.of(
                java("java"),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dagentpay.docs.write=false",
                "-Djqwik.database=" + work.resolve("jqwik"),
                "-cp",
                toolClassPath(room) + File.pathSeparator + tool,
                "RoomTests",
                HERE.resolve(room).resolve("target/test-classes").toString(),
                test));
    command.removeIf(String::isEmpty);
    final int code = run(HERE.resolve(room), log, command);
    final String text =
        Files.readString(log)
            .lines()
            .filter(line -> line.startsWith(Told.LINE))
            .findFirst()
            .orElse("");
    return new Told(code, text.replace(Told.LINE, ""));
  }

  private String classPath(String room) throws IOException {
    final Path target = HERE.resolve(room).resolve("target");
    return String.join(
        File.pathSeparator,
        changed.toString(),
        target.resolve("test-classes").toString(),
        target.resolve("classes").toString(),
        Files.readString(target.resolve("test-classpath")).strip());
  }

  /// With JUnit's launcher, which Maven has beside the engine that the tests name.
  private String toolClassPath(String room) throws IOException {
    final String tests = classPath(room);
    final String engine =
        Arrays.stream(tests.split(File.pathSeparator))
            .filter(jar -> jar.contains("junit-platform-engine"))
            .findFirst()
            .orElseThrow();
    return tests
        + File.pathSeparator
        + engine.replace("junit-platform-engine", "junit-platform-launcher");
  }

  private String javac(String classPath, Path to, Path... sources) throws Exception {
    final Path log = work.resolve("javac.log");
    final List<String> command =
        new ArrayList<>(
            List.of(java("javac"), "-proc:none", "-nowarn", "-parameters", "-cp", classPath));
    command.addAll(List.of("-d", to.toString()));
    Stream.of(sources).map(Path::toString).forEach(command::add);
    return run(HERE, log, command) == 0
        ? ""
        : Files.readString(log).lines().findFirst().orElse("").replace(work + File.separator, "");
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static int run(Path folder, Path log, List<String> command) throws Exception {
    final Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
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

  @Override
  public void close() throws IOException {
    empty(work);
  }
}
