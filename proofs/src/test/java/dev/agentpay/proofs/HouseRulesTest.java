package dev.agentpay.proofs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.agentpay.payments.proof.ConnectorKinds;
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
              entry("events", Set.of()),
              entry("payments", Set.of("events")),
              entry("calls", Set.of("events", "payments")),
              entry("twilio", Set.of("events", "payments", "calls")),
              entry("store", Set.of("events")),
              entry("connector", Set.of()),
              entry("voice", Set.of("events", "payments", "calls", "twilio")),
              entry("auth", Set.of("events")),
              entry("bench", Set.of("client", "simulator")),
              entry("server", Set.of("events", "payments", "calls", "twilio", "voice", "auth")),
              entry(
                  "compat",
                  Set.of("events", "payments", "calls", "twilio", "voice", "auth", "server")),
              entry("simulator", Set.of()),
              entry("client", Set.of()),
              entry("scenarios", Set.of("client")),
              entry(
                  "app",
                  Set.of(
                      "events",
                      "payments",
                      "calls",
                      "twilio",
                      "voice",
                      "store",
                      "connector",
                      "auth",
                      "server",
                      "compat",
                      "simulator",
                      "client",
                      "scenarios"))));

  /// What must replay from a seed.
  private static final String[] HEART = {
    "dev.agentpay.events..", "dev.agentpay.payments..", "dev.agentpay.calls.."
  };

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
  void the_heart_knows_no_library() {
    classes()
        .that()
        .resideInAnyPackage(HEART)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.agentpay.events..",
            "dev.agentpay.payments..",
            "dev.agentpay.calls..",
            "java..",
            "org.jspecify..")
        .check(HOUSE_CLASSES);
  }

  @Test
  void what_is_shown_knows_no_routes() {
    noClasses()
        .that()
        .resideInAPackage("dev.agentpay.server.views")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.agentpay.server")
        .because("routes and streams use the views, and other rooms show their events by them")
        .check(HOUSE_CLASSES);
  }

  @Test
  void the_heart_has_no_clock_and_no_chance() {
    noClasses()
        .that()
        .resideInAnyPackage(HEART)
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
                    "no exceptions, and not the reader of the lists that are part of the program",
                    c ->
                        !c.isAssignableTo(Throwable.class)
                            && !c.isEquivalentTo(ConnectorKinds.class))));
  }

  /// Deciders are asked again when an append lost a race, and in tests without a store.
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
        .check(HOUSE_CLASSES);
  }

  @Test
  void values_of_payments_know_nothing_else_of_payments() {
    noClasses()
        .that()
        .resideInAPackage("dev.agentpay.payments.values")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.agentpay.payments")
        .check(HOUSE_CLASSES);
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
        .resideInAnyPackage(HEART)
        .and()
        .areRecords()
        .should()
        .haveOnlyFinalFields()
        .check(HOUSE_CLASSES);
    assertThat(HOUSE_CLASSES.stream().filter(c -> c.getModifiers().contains(JavaModifier.FINAL)))
        .isNotEmpty();
  }
}
