package dev.agentpay.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may know whom: the arrows of the house run down only.
class HouseRulesTest {
  private static final String HOUSE = "dev.agentpay.";

  /// Each room, and which other rooms it may know.
  private static final Map<String, Set<String>> MAY_KNOW =
      new TreeMap<>(
          Map.ofEntries(
              entry("core", Set.of()),
              entry("twilio", Set.of("core")),
              entry("store", Set.of("core")),
              entry("connector", Set.of()),
              entry("voice", Set.of("core", "twilio")),
              entry("server", Set.of("core", "twilio", "voice")),
              entry("compat", Set.of("core", "twilio", "voice", "server")),
              entry("simulator", Set.of()),
              entry("client", Set.of()),
              entry("scripts", Set.of("client")),
              entry(
                  "app",
                  Set.of(
                      "core",
                      "twilio",
                      "voice",
                      "store",
                      "connector",
                      "server",
                      "compat",
                      "simulator",
                      "client",
                      "scripts"))));

  private static final JavaClasses HOUSE_CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.agentpay");

  static Stream<String> rooms() {
    return MAY_KNOW.keySet().stream();
  }

  @Test
  void every_room_is_here_to_be_looked_at() {
    final Set<String> seen = new TreeSet<>();
    HOUSE_CLASSES.forEach(
        c -> seen.add(c.getPackageName().substring(HOUSE.length()).split("\\.", -1)[0]));
    assertThat(seen).isEqualTo(MAY_KNOW.keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void a_room_knows_only_the_rooms_it_may(String room) {
    final List<String> strangers =
        MAY_KNOW.keySet().stream()
            .filter(other -> !other.equals(room) && !MAY_KNOW.get(room).contains(other))
            .map(other -> HOUSE + other + "..")
            .toList();
    if (!strangers.isEmpty()) {
      noClasses()
          .that()
          .resideInAPackage(HOUSE + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(strangers.toArray(String[]::new))
          .check(HOUSE_CLASSES);
    }
  }

  @Test
  void the_core_knows_the_jdk_only() {
    classes()
        .that()
        .resideInAPackage("dev.agentpay.core")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.agentpay.core", "java..", "org.jspecify..")
        .check(HOUSE_CLASSES);
  }

  @Test
  void the_core_has_no_clock_and_no_chance_of_its_own() {
    noClasses()
        .that()
        .resideInAPackage("dev.agentpay.core")
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
        .because("a world must replay from a seed")
        .check(
            HOUSE_CLASSES.that(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "no exceptions", c -> !c.isAssignableTo(Throwable.class))));
  }

  @Test
  void nothing_static_changes() {
    com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .check(HOUSE_CLASSES);
  }

  @Test
  void only_the_command_line_prints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.agentpay.app..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(HOUSE_CLASSES);
  }

  @Test
  void values_do_not_change() {
    classes()
        .that()
        .resideInAPackage("dev.agentpay.core")
        .and()
        .areRecords()
        .should()
        .haveOnlyFinalFields()
        .check(HOUSE_CLASSES);
    assertThat(HOUSE_CLASSES.stream().filter(c -> c.getModifiers().contains(JavaModifier.FINAL)))
        .isNotEmpty();
  }
}
