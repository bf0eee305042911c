import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Takes out one rule of etc/rules.txt at a time and expects a test to turn red. What does not is
/// printed, and the exit code is 1.
///
/// Quick, because Maven builds once: then only the one changed file is compiled, and the test class
/// that a rule names runs before all the others of its room.
///
/// Usage: ./dev rules [part of a rule's text]
public final class Rules {
  private final Tree tree;

  private Rules(Tree tree) {
    this.tree = tree;
  }

  public static void main(String[] args) throws Exception {
    final boolean held;
    try (Tree tree = new Tree()) {
      held = new Rules(tree).check(args.length == 0 ? "" : args[0]);
    }
    System.exit(held ? 0 : 1);
  }

  private boolean check(String wanted) throws Exception {
    final List<Rule> rules =
        Rule.read(Path.of("etc/rules.txt")).stream()
            .filter(r -> r.name().contains(wanted))
            .toList();
    if (rules.isEmpty()) {
      System.out.println("No rule's text has: " + wanted);
      return false;
    }
    final Set<String> rooms = new LinkedHashSet<>(rules.stream().map(Rule::module).toList());
    if (!tree.builds(rooms) || !areGreen(rooms)) {
      return false;
    }
    final List<String> missed = new ArrayList<>();
    for (Rule rule : rules) {
      final Told told = withoutIt(rule);
      final String why = told.text().isEmpty() ? "" : "  (" + told.text() + ")";
      System.out.printf("%-8s %-10s %s%s%n", told.verdict(), rule.module(), rule.name(), why);
      if (!told.isNoticed()) {
        missed.add(rule.name());
      }
    }
    System.out.println(
        missed.isEmpty()
            ? "Each of %d rules is held by a test.".formatted(rules.size())
            : "Not held, %d of %d: %s".formatted(missed.size(), rules.size(), missed));
    return missed.isEmpty();
  }

  /// With every rule in place; or a red test would say nothing about the rule that is taken out.
  private boolean areGreen(Set<String> rooms) throws Exception {
    for (String room : rooms) {
      final Told told = tree.tests(room, "");
      if (told.code() != Told.GREEN) {
        System.out.printf("%s is red with every rule in place: %s%n", room, told.text());
        return false;
      }
    }
    return true;
  }

  private Told withoutIt(Rule rule) throws Exception {
    final String before = Files.readString(rule.file());
    final int places = rule.places(before);
    if (places != 1) {
      return new Told(Told.STALE, places + " places in " + rule.file());
    }
    final String error = tree.change(rule.file(), rule.takenOut(before));
    if (!error.isEmpty()) {
      return new Told(Told.BROKEN, error);
    }
    if (!rule.test().isEmpty()) {
      final Told told = tree.tests(rule.module(), rule.test());
      if (told.code() != Told.GREEN) {
        return told;
      }
    }
    return tree.tests(rule.module(), "");
  }
}
