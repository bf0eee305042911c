import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Takes out one rule of etc/rules.txt at a time, in a copy of the tree, and expects the tests to
/// notice. A rule that nobody misses is printed, and the exit code is 1.
///
/// Usage: ./dev rules [part of a rule's text]
public final class Rules {
  private record Rule(String name, String module, Path file, String out, String in) {}

  private Rules() {}

  public static void main(String[] args) throws Exception {
    final String wanted = args.length == 0 ? "" : args[0];
    final Path copy = Files.createTempDirectory("agentpay-rules");
    run(Path.of("."), "cp", "-r", ".", copy.toString());
    final List<String> missed = new ArrayList<>();
    for (Rule rule : read(Path.of("etc/rules.txt"))) {
      if (!rule.name.contains(wanted)) {
        continue;
      }
      final String verdict = verdict(rule, copy);
      System.out.printf("%-10s %s%n", verdict, rule.name);
      if (!verdict.equals("noticed")) {
        missed.add(rule.name);
      }
    }
    try (Stream<Path> files = Files.walk(copy)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
    }
    System.out.println(missed.isEmpty() ? "Every rule is held by a test." : "Not held: " + missed);
    System.exit(missed.isEmpty() ? 0 : 1);
  }

  private static String verdict(Rule rule, Path copy) throws Exception {
    final Path file = copy.resolve(rule.file);
    final String before = Files.readString(file);
    final String flat = before.replaceAll("\\s+", " ");
    if (!flat.contains(rule.out)) {
      return "STALE";
    }
    Files.writeString(file, replaceIgnoringSpace(before, rule.out, rule.in));
    try {
      if (maven(copy, rule.module, "test-compile") != 0) {
        return "BROKEN";
      }
      return maven(copy, rule.module, "test") == 0 ? "MISSED" : "noticed";
    } finally {
      Files.writeString(file, before);
    }
  }

  private static String replaceIgnoringSpace(String text, String out, String in) {
    final String pattern =
        Stream.of(out.split(" ")).map(java.util.regex.Pattern::quote)
            .reduce((a, b) -> a + "\\s+" + b).orElseThrow();
    return text.replaceFirst(pattern, java.util.regex.Matcher.quoteReplacement(in));
  }

  private static int maven(Path copy, String module, String goal) throws Exception {
    return run(copy, "./mvnw", "-q", "-B", "-o", "-pl", module, "-am", goal,
        "-Dspotless.check.skip", "-Derrorprone.flags=-Xplugin:ErrorProne -XepDisableAllChecks",
        "-Dsurefire.skipAfterFailureCount=1");
  }

  private static int run(Path folder, String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static List<Rule> read(Path path) throws IOException {
    final List<Rule> rules = new ArrayList<>();
    String name = "";
    String module = "";
    String file = "";
    String out = "";
    for (String line : Files.readAllLines(path)) {
      if (line.startsWith("rule: ")) {
        name = line.substring(6);
      } else if (line.startsWith("module: ")) {
        module = line.substring(8);
      } else if (line.startsWith("file: ")) {
        file = line.substring(6);
      } else if (line.startsWith("- ")) {
        out = line.substring(2);
      } else if (line.startsWith("+ ")) {
        rules.add(new Rule(name, module, Path.of(file), out, line.substring(2)));
      }
    }
    return rules;
  }
}
