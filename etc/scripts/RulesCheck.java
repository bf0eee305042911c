import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Checks that what a file of rules names still exists: each rule's module, test class and source
/// file, and its source text exactly once in that file. Runs no test, so it takes a second.
///
/// Usage: ./dev rules --check, or for another file: java etc/scripts/RulesCheck.java FILE. Prints
/// what is stale; then the exit code is 1.
public final class RulesCheck {
  private RulesCheck() {}

  public static void main(String[] args) throws IOException {
    final Path file = Path.of(args.length == 0 ? "etc/rules.txt" : args[0]);
    final List<String> problems = new ArrayList<>();
    int rules = 0;
    try {
      final List<Rule> read = Rule.read(file);
      rules = read.size();
      problems.addAll(problems(read));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    if (problems.isEmpty() && rules == 0) {
      problems.add(file + " has no rules");
    }
    problems.forEach(System.out::println);
    if (problems.isEmpty()) {
      System.out.printf("All %s rules name what exists.%n", rules);
    }
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  private static List<String> problems(List<Rule> rules) throws IOException {
    final List<String> problems = new ArrayList<>();
    final Set<String> names = new HashSet<>();
    for (Rule rule : rules) {
      final List<String> found = new ArrayList<>(problems(rule));
      if (!names.add(rule.name())) {
        found.add("another rule has the same name");
      }
      found.forEach(problem -> problems.add("STALE    %s: %s".formatted(rule.name(), problem)));
    }
    return problems;
  }

  private static List<String> problems(Rule rule) throws IOException {
    if (!Files.exists(Path.of(rule.module(), "pom.xml"))) {
      return List.of("there is no module " + rule.module());
    }
    final List<String> problems = new ArrayList<>();
    if (!rule.test().isEmpty() && !hasTest(rule)) {
      problems.add("there is no test class %s in %s".formatted(rule.test(), rule.module()));
    }
    if (!Files.isRegularFile(rule.file())) {
      problems.add("there is no file " + rule.file());
      return problems;
    }
    final int occurrences = rule.occurrences(Files.readString(rule.file()));
    if (occurrences != 1) {
      problems.add(
          "its text occurs %s times in %s, instead of once".formatted(occurrences, rule.file()));
    }
    return problems;
  }

  private static boolean hasTest(Rule rule) throws IOException {
    final Path tests = Path.of(rule.module(), "src", "test", "java");
    if (!Files.isDirectory(tests)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(tests)) {
      return files.anyMatch(file -> file.endsWith(rule.test() + ".java"));
    }
  }
}
