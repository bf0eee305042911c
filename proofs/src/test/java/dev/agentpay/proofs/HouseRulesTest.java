package dev.agentpay.proofs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.agentpay.payments.proof.ConnectorKinds;
import dev.agentpay.proofs.planted.left.Left;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the allowed dependencies between modules and packages, and the rules of the core.
class HouseRulesTest {
  private static final String ROOT = "dev.agentpay.";
  private static final Pattern NUMBER_FORMAT =
      Pattern.compile("^(?!.*Locale\\.ROOT).*%[0-9$,.+-]*[dfeg](?![a-zA-Z])");
  private static final Pattern VAR = Pattern.compile("^[^\"/]*\\bvar [a-zA-Z]");

  /// Split a larger package into inner packages.
  private static final int MAX_FILES = 35;

  /// The modules that each module may depend on.
  private static final Map<String, Set<String>> MODULES =
      new TreeMap<>(
          Map.ofEntries(
              entry("events", Set.of()),
              entry("payments", Set.of("events")),
              entry("calls", Set.of("events", "payments")),
              entry("twilio", Set.of("events", "payments", "calls")),
              entry("voice", Set.of("events", "payments", "calls", "twilio")),
              entry("store", Set.of("events")),
              entry("auth", Set.of("events")),
              entry("connector", Set.of()),
              entry("stripe", Set.of("connector")),
              entry("server", Set.of("events", "payments", "calls", "twilio", "voice", "auth")),
              entry(
                  "compat",
                  Set.of("events", "payments", "calls", "twilio", "voice", "auth", "server")),
              entry("simulator", Set.of()),
              entry("client", Set.of()),
              entry("scenarios", Set.of("client")),
              entry("bench", Set.of("client", "simulator")),
              entry(
                  "app",
                  Set.of(
                      "events",
                      "payments",
                      "calls",
                      "twilio",
                      "voice",
                      "store",
                      "auth",
                      "connector",
                      "server",
                      "compat",
                      "simulator",
                      "client",
                      "scenarios"))));

  /// For modules with several packages: the packages of the same module that each may depend on.
  private static final Map<String, Set<String>> PACKAGES =
      new TreeMap<>(
          Map.ofEntries(
              entry("app", Set.of("app.commands", "app.logging")),
              entry("app.check", Set.of("app.config", "app.node", "app.tls")),
              entry(
                  "app.commands",
                  Set.of(
                      "app.check", "app.config", "app.demo", "app.logging", "app.node", "app.tls")),
              entry("app.config", Set.of("app.tls")),
              entry("app.demo", Set.of("app.config", "app.node")),
              entry("app.logging", Set.of()),
              entry("app.node", Set.of("app.config", "app.logging", "app.tls")),
              entry("app.tls", Set.of()),
              entry("calls", Set.of("calls.ports")),
              entry("calls.ports", Set.of()),
              entry("client", Set.of("client.capture", "client.http", "client.model")),
              entry("client.capture", Set.of("client.model")),
              entry("client.http", Set.of("client.model")),
              entry("client.model", Set.of()),
              entry("connector", Set.of("connector.sandbox", "connector.spi")),
              entry("connector.sandbox", Set.of("connector.spi")),
              entry("connector.spi", Set.of()),
              entry("payments", Set.of("payments.session", "payments.values")),
              entry("payments.proof", Set.of("payments.values")),
              entry("payments.session", Set.of("payments.proof", "payments.values")),
              entry("payments.values", Set.of()),
              entry("scenarios", Set.of("scenarios.actors", "scenarios.existing")),
              entry("scenarios.actors", Set.of()),
              entry("scenarios.existing", Set.of("scenarios.actors")),
              entry(
                  "server",
                  Set.of(
                      "server.api",
                      "server.http",
                      "server.options",
                      "server.stream",
                      "server.views",
                      "server.webhook")),
              entry("server.api", Set.of("server.http", "server.options", "server.views")),
              entry("server.http", Set.of("server.options", "server.views")),
              entry("server.options", Set.of()),
              entry(
                  "server.stream",
                  Set.of("server.api", "server.http", "server.options", "server.views")),
              entry("server.views", Set.of()),
              entry("server.webhook", Set.of("server.http", "server.options")),
              entry(
                  "simulator",
                  Set.of(
                      "simulator.control",
                      "simulator.http",
                      "simulator.options",
                      "simulator.wire",
                      "simulator.world")),
              entry(
                  "simulator.calls",
                  Set.of("simulator.options", "simulator.wire", "simulator.world")),
              entry(
                  "simulator.control",
                  Set.of(
                      "simulator.calls",
                      "simulator.options",
                      "simulator.pay",
                      "simulator.rest",
                      "simulator.sync",
                      "simulator.wire",
                      "simulator.world")),
              entry(
                  "simulator.http",
                  Set.of(
                      "simulator.control",
                      "simulator.options",
                      "simulator.pay",
                      "simulator.sync",
                      "simulator.wire",
                      "simulator.world")),
              entry("simulator.options", Set.of("simulator.wire")),
              entry(
                  "simulator.pay",
                  Set.of(
                      "simulator.calls", "simulator.options", "simulator.wire", "simulator.world")),
              entry(
                  "simulator.rest",
                  Set.of(
                      "simulator.calls",
                      "simulator.options",
                      "simulator.pay",
                      "simulator.sync",
                      "simulator.wire",
                      "simulator.world")),
              entry(
                  "simulator.sync",
                  Set.of("simulator.options", "simulator.wire", "simulator.world")),
              entry("simulator.wire", Set.of()),
              entry("simulator.world", Set.of("simulator.options", "simulator.wire")),
              entry("store", Set.of()),
              entry("store.sqlite", Set.of("store")),
              entry("twilio", Set.of()),
              entry("twilio.rest", Set.of("twilio", "twilio.sync", "twilio.webhook")),
              entry("twilio.sync", Set.of("twilio", "twilio.webhook")),
              entry("twilio.token", Set.of("twilio")),
              entry("twilio.twiml", Set.of("twilio")),
              entry("twilio.webhook", Set.of("twilio"))));

  /// Deterministic code: the same inputs and seed give the same result.
  private static final String[] CORE = {
    "dev.agentpay.events..", "dev.agentpay.payments..", "dev.agentpay.calls.."
  };

  private static final JavaClasses MAIN_CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.agentpay");

  private static final ArchRule NO_CYCLES =
      slices().matching("dev.agentpay.(**)").should().beFreeOfCycles();

  static Stream<String> modules() {
    return MODULES.keySet().stream();
  }

  static Stream<String> packages() {
    return PACKAGES.keySet().stream();
  }

  private static Set<String> foundPackages() {
    return MAIN_CLASSES.stream()
        .map(c -> c.getPackageName().substring(ROOT.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String module(String name) {
    return name.split("\\.", 2)[0];
  }

  @Test
  void every_module_has_a_rule() {
    assertThat(foundPackages().stream().map(HouseRulesTest::module).collect(Collectors.toSet()))
        .isEqualTo(MODULES.keySet());
  }

  @Test
  void every_inner_package_has_a_rule() {
    final Map<String, List<String>> byModule =
        foundPackages().stream().collect(Collectors.groupingBy(HouseRulesTest::module));
    assertThat(
            byModule.values().stream()
                .filter(packages -> packages.size() > 1)
                .flatMap(List::stream)
                .collect(Collectors.toSet()))
        .isEqualTo(PACKAGES.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void module_depends_on_allowed_modules_only(String module) {
    final String[] forbidden =
        MODULES.keySet().stream()
            .filter(other -> !other.equals(module) && !MODULES.get(module).contains(other))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    if (forbidden.length > 0) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + module + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .check(MAIN_CLASSES);
    }
  }

  @ParameterizedTest
  @MethodSource("packages")
  void package_depends_on_allowed_packages_only(String name) {
    final String[] forbidden =
        PACKAGES.keySet().stream()
            .filter(other -> module(other).equals(module(name)))
            .filter(other -> !other.equals(name) && !PACKAGES.get(name).contains(other))
            .map(other -> ROOT + other)
            .toArray(String[]::new);
    if (forbidden.length > 0) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + name)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .check(MAIN_CLASSES);
    }
  }

  @Test
  void packages_have_no_cycles() {
    NO_CYCLES.check(MAIN_CLASSES);
  }

  @Test
  void cycle_rule_finds_a_planted_cycle() {
    final JavaClasses planted =
        new ClassFileImporter()
            .importPackages(Left.class.getPackageName(), "dev.agentpay.proofs.planted.right");
    assertThatThrownBy(() -> NO_CYCLES.check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("proofs.planted.left")
        .hasMessageContaining("proofs.planted.right");
  }

  @Test
  void no_package_has_too_many_files() throws IOException {
    assertThat(foldersAboveLimit(Path.of(".."))).isEmpty();
  }

  @Test
  void file_limit_finds_a_thirty_sixth_file(@TempDir Path tree) throws IOException {
    final Path folder =
        Files.createDirectories(tree.resolve("module/src/main/java/dev/agentpay/module"));
    for (int i : IntStream.rangeClosed(1, MAX_FILES).toArray()) {
      Files.createFile(folder.resolve("File" + i + ".java"));
    }
    Files.createFile(folder.resolve("package-info.java"));
    assertThat(foldersAboveLimit(tree)).isEmpty();
    Files.createFile(folder.resolve("File36.java"));
    assertThat(foldersAboveLimit(tree)).containsExactly(folder);
  }

  /// Source folders (main and test) with too many files; `package-info.java` does not count.
  private static List<Path> foldersAboveLimit(Path tree) throws IOException {
    try (Stream<Path> modules = Files.list(tree)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(HouseRulesTest::sources)
          .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()))
          .entrySet()
          .stream()
          .filter(folder -> folder.getValue() > MAX_FILES)
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }
  }

  /// A named variable shows its type. `var _` names nothing.
  @Test
  void no_variable_is_declared_with_var() throws IOException {
    assertThat(linesMatching(Path.of(".."), VAR)).isEmpty();
  }

  @Test
  void var_rule_finds_a_variable(@TempDir Path tree) throws IOException {
    final Path folder =
        Files.createDirectories(tree.resolve("module/src/test/java/dev/agentpay/module"));
    final Path file = folder.resolve("Some.java");
    Files.writeString(file, "final var _ = a();\nfor (var each : all) {\n");
    assertThat(linesMatching(tree, VAR)).containsExactly(file + ": for (var each : all) {");
  }

  /// In some locales `%d` and `%f` write other digits. `%s` never does; for a width or a precision,
  /// use `String.format(Locale.ROOT, ...)`. A benchmark's figures are for people.
  @Test
  void main_code_formats_numbers_without_the_locale() throws IOException {
    assertThat(linesMatching(Path.of(".."), NUMBER_FORMAT))
        .filteredOn(line -> line.contains("/src/main/") && !line.startsWith("../bench/"))
        .isEmpty();
  }

  private static List<String> linesMatching(Path tree, Pattern pattern) throws IOException {
    final List<String> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(tree)) {
      for (Path file :
          modules
              .map(module -> module.resolve("src"))
              .filter(Files::isDirectory)
              .flatMap(HouseRulesTest::sources)
              .toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> pattern.matcher(line).find())
            .forEach(line -> found.add(file + ": " + line.strip()));
      }
    }
    return found;
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void serve_does_not_depend_on_the_demo() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.agentpay.app.config", "dev.agentpay.app.node", "dev.agentpay.app.logging")
        .or()
        .haveSimpleNameStartingWith("Serve")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.agentpay.app.demo", "dev.agentpay.simulator..", "dev.agentpay.scenarios..")
        .check(MAIN_CLASSES);
  }

  @Test
  void the_core_uses_no_library() {
    classes()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.agentpay.events..",
            "dev.agentpay.payments..",
            "dev.agentpay.calls..",
            "java..",
            "org.jspecify..")
        .check(MAIN_CLASSES);
  }

  @Test
  void the_core_uses_no_clock_and_no_random_numbers() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.io..", "java.nio..", "java.sql..")
        .allowEmptyShould(false)
        .because("simulations must be reproducible from a seed")
        .check(
            MAIN_CLASSES.that(
                DescribedPredicate.describe(
                    "are neither exceptions nor ConnectorKinds, which reads the decline codes from"
                        + " files",
                    c ->
                        !c.isAssignableTo(Throwable.class)
                            && !c.isEquivalentTo(ConnectorKinds.class))));
  }

  /// Deciders run again after an append conflict, and tests run them without a store.
  @Test
  void deciders_do_no_io() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Decider")
        .or()
        .haveSimpleNameEndingWith("Decisions")
        .and()
        .resideInAnyPackage("dev.agentpay.payments..", "dev.agentpay.calls..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("dev\\.agentpay\\.events\\.(EventStore|Outbox|Feed|Kernel|Scheduler)")
        .check(MAIN_CLASSES);
  }

  @Test
  void static_fields_are_final() {
    fields().that().areStatic().should().beFinal().check(MAIN_CLASSES);
  }

  @Test
  void only_app_and_bench_print() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.agentpay.app..", "dev.agentpay.bench..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN_CLASSES);
  }

  @Test
  void records_of_the_core_are_immutable() {
    classes()
        .that()
        .resideInAnyPackage(CORE)
        .and()
        .areRecords()
        .should()
        .haveOnlyFinalFields()
        .check(MAIN_CLASSES);
  }
}
