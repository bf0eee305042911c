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

/// The compiled project with one source file replaced. The replacement is compiled to a folder at
/// the front of the class path; the project's own files are not changed.
final class Tree implements AutoCloseable {
  /// Longer than the tests of any module take. Tests that hang without a rule do not count as
  /// noticing it, because nobody would see why they hang.
  private static final int MAX_MINUTES = 25;

  private static final Path ROOT = Path.of("").toAbsolutePath();

  private final Path work = Files.createTempDirectory("agentpay-rules");
  private final Path changed = Files.createDirectories(work.resolve("changed"));
  private final Path tool = work.resolve("tool");

  Tree() throws IOException {}

  /// Compiles the modules and their dependencies. Prints the output and returns false if that
  /// fails.
  boolean build(Set<String> modules) throws Exception {
    final Path log = work.resolve("build.log");
    final List<String> maven =
        List.of(
            "./mvnw",
            "-B",
            "-o",
            "-pl",
            String.join(",", modules),
            "-am",
            "test-compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=target/test-classpath",
            "-Dspotless.check.skip");
    if (run(ROOT, log, maven) != 0) {
      System.out.println(Files.readString(log) + "The build failed, so no rule was checked.");
      return false;
    }
    final String error =
        javac(
            toolClassPath(modules.iterator().next()),
            tool,
            Path.of("etc/scripts/ModuleTests.java"),
            Path.of("etc/scripts/TestRun.java"));
    System.out.print(error);
    return error.isEmpty();
  }

  /// Replaces one source file, and undoes an earlier replacement.
  ///
  /// @return the compiler's first error; empty if the file compiles
  String replace(Path file, String text) throws Exception {
    empty(changed);
    Files.createDirectories(changed);
    final Path source = work.resolve("source").resolve(file.getFileName());
    Files.createDirectories(source.getParent());
    Files.writeString(source, text);
    return javac(classPath(file.getName(0).toString()), changed, source);
  }

  /// Runs the tests of a module until the first failure.
  ///
  /// @param test the test class to run; if empty, all
  TestRun runTests(String module, String test) throws Exception {
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
                toolClassPath(module) + File.pathSeparator + tool,
                "ModuleTests",
                ROOT.resolve(module).resolve("target/test-classes").toString(),
                test));
    command.removeIf(String::isEmpty);
    final int code = run(ROOT.resolve(module), log, command);
    final String text =
        Files.readString(log)
            .lines()
            .filter(line -> line.startsWith(TestRun.LINE))
            .findFirst()
            .orElse("");
    return new TestRun(code, text.replace(TestRun.LINE, ""));
  }

  private String classPath(String module) throws IOException {
    final Path target = ROOT.resolve(module).resolve("target");
    return String.join(
        File.pathSeparator,
        changed.toString(),
        target.resolve("test-classes").toString(),
        target.resolve("classes").toString(),
        Files.readString(target.resolve("test-classpath")).strip());
  }

  /// Adds JUnit's launcher to the class path of the tests. It is in the same Maven repository as
  /// the engine, which is on that class path.
  private String toolClassPath(String module) throws IOException {
    final String tests = classPath(module);
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
    return run(ROOT, log, command) == 0
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
    if (process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
      return process.exitValue();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    return TestRun.HUNG;
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
