import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Mutation testing for the rules in etc/rules.txt: disables one rule at a time and expects a test
/// to fail. Prints the rules that no test covers; then the exit code is 1.
///
/// To be fast, it runs Maven only once. For each rule it compiles only the changed file and runs
/// the named test class before the other tests of the module.
///
/// Usage: ./dev rules [part of a rule's text]
public final class Rules {
  private final Tree tree;

  private Rules(Tree tree) {
    this.tree = tree;
  }

  public static void main(String[] args) throws Exception {
    final boolean allCovered;
    try (Tree tree = new Tree()) {
      allCovered = new Rules(tree).check(args.length == 0 ? "" : args[0]);
    }
    System.exit(allCovered ? 0 : 1);
  }

  /// @param text a part of the names of the rules to check; if empty, checks all
  private boolean check(String text) throws Exception {
    final List<Rule> rules =
        Rule.read(Path.of("etc/rules.txt")).stream().filter(r -> r.name().contains(text)).toList();
    if (rules.isEmpty()) {
      System.out.println("No rule in etc/rules.txt has a name that contains: " + text);
      return false;
    }
    final Set<String> modules = new LinkedHashSet<>(rules.stream().map(Rule::module).toList());
    if (!tree.build(modules) || !testsPass(modules)) {
      return false;
    }
    final List<String> missed = new ArrayList<>();
    for (Rule rule : rules) {
      final TestRun run = runWithout(rule);
      final String detail = run.text().isEmpty() ? "" : "  (" + run.text() + ")";
      System.out.printf("%-8s %-10s %s%s%n", run.verdict(), rule.module(), rule.name(), detail);
      if (!run.isNoticed()) {
        missed.add(rule.name());
      }
    }
    System.out.println(
        missed.isEmpty()
            ? "All %d rules are covered by a test.".formatted(rules.size())
            : "%d of %d rules are not covered by a test: %s"
                .formatted(missed.size(), rules.size(), missed));
    return missed.isEmpty();
  }

  /// Checks that all tests pass with every rule in place. Otherwise a failing test would not show
  /// that it covers the disabled rule.
  private boolean testsPass(Set<String> modules) throws Exception {
    for (String module : modules) {
      final TestRun run = tree.runTests(module, "");
      if (run.code() != TestRun.PASSED) {
        System.out.printf("%s: a test fails with all rules enabled: %s%n", module, run.text());
        return false;
      }
    }
    return true;
  }

  private TestRun runWithout(Rule rule) throws Exception {
    final String source = Files.readString(rule.file());
    final int occurrences = rule.occurrences(source);
    if (occurrences != 1) {
      return new TestRun(TestRun.STALE, "found %d times in %s".formatted(occurrences, rule.file()));
    }
    final String error = tree.replace(rule.file(), rule.disabledIn(source));
    if (!error.isEmpty()) {
      return new TestRun(TestRun.BROKEN, error);
    }
    if (!rule.test().isEmpty()) {
      final TestRun run = tree.runTests(rule.module(), rule.test());
      if (run.code() != TestRun.PASSED) {
        return run;
      }
    }
    return tree.runTests(rule.module(), "");
  }
}
