import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A rule in etc/rules.txt.
///
/// @param module the module whose tests must fail without the rule
/// @param file the source file that implements the rule
/// @param out the source text that implements the rule; any white space matches any other
/// @param in the replacement that disables the rule
/// @param test the test class to run first; empty if none is named
record Rule(String name, String module, Path file, String out, String in, String test) {

  static List<Rule> read(Path path) throws IOException {
    final List<Rule> rules = new ArrayList<>();
    final Map<String, String> parts = new HashMap<>();
    for (String line : Files.readAllLines(path)) {
      final Matcher part = Pattern.compile("(rule|module|file|test|-|\\+):? (.*)").matcher(line);
      if (!part.matches()) {
        continue;
      }
      if (part.group(1).equals("rule")) {
        parts.clear();
      }
      parts.put(part.group(1), part.group(2));
      if (part.group(1).equals("+")) {
        rules.add(
            new Rule(
                parts.get("rule"),
                parts.get("module"),
                Path.of(parts.get("file")),
                parts.get("-"),
                parts.get("+"),
                parts.getOrDefault("test", "")));
      }
    }
    return rules;
  }

  /// Returns why the rule cannot be disabled; empty if it can.
  List<String> problems() throws IOException {
    final List<String> problems = new ArrayList<>();
    if (!Files.exists(file)) {
      problems.add("there is no file " + file);
    } else {
      final String source = Files.readString(file);
      final int found = occurrences(source);
      if (found != 1) {
        problems.add("its text occurs %d times in %s".formatted(found, file));
      } else if (disabledIn(source).equals(source)) {
        problems.add("disabling it changes nothing");
      }
    }
    final Path tests = Path.of(module, "src", "test", "java");
    if (!Files.isDirectory(tests)) {
      problems.add("there is no module " + module);
    } else if (!test.isEmpty() && !hasFile(tests, test + ".java")) {
      problems.add("%s has no test %s".formatted(module, test));
    }
    return problems;
  }

  private static boolean hasFile(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().equals(name));
    }
  }

  /// Returns how often the rule's text occurs in the source. It must occur exactly once.
  int occurrences(String source) {
    return (int) pattern().matcher(source).results().count();
  }

  /// Returns the source with the rule disabled.
  String disabledIn(String source) {
    return pattern().matcher(source).replaceFirst(Matcher.quoteReplacement(in));
  }

  private Pattern pattern() {
    return Pattern.compile(
        Stream.of(out.split(" "))
            .map(Pattern::quote)
            .reduce((a, b) -> a + "\\s+" + b)
            .orElseThrow());
  }
}
