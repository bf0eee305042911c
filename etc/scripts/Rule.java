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
  private static final Pattern LINE =
      Pattern.compile("(rule|module|file|test): (.*)|([-+]) (.*)|#.*|\\s*");

  /// Reads the rules of a file.
  ///
  /// @throws IllegalArgumentException if a line is none of the documented ones, or if a rule lacks
  ///   a part; the message names the line
  static List<Rule> read(Path path) throws IOException {
    final List<Rule> rules = new ArrayList<>();
    final Map<String, String> parts = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(path)) {
      final String where = path + ":" + ++number;
      final Matcher part = LINE.matcher(line);
      if (!part.matches()) {
        throw new IllegalArgumentException(where + ": begins with none of the known words");
      }
      if ("rule".equals(part.group(1))) {
        checkEnded(parts, where);
        parts.clear();
      }
      if (part.group(1) != null) {
        parts.put(part.group(1), part.group(2));
      } else if (part.group(3) != null) {
        parts.put(part.group(3), part.group(4));
      }
      if ("+".equals(part.group(3))) {
        rules.add(rule(parts, where));
      }
    }
    checkEnded(parts, path + ":" + number);
    return rules;
  }

  private static Rule rule(Map<String, String> parts, String where) {
    for (String needed : List.of("rule", "module", "file", "-")) {
      if (!parts.containsKey(needed)) {
        throw new IllegalArgumentException(where + ": the rule has no line '" + needed + "'");
      }
    }
    return new Rule(
        parts.get("rule"),
        parts.get("module"),
        Path.of(parts.get("file")),
        parts.get("-"),
        parts.get("+"),
        parts.getOrDefault("test", ""));
  }

  private static void checkEnded(Map<String, String> parts, String where) {
    if (!parts.isEmpty() && !parts.containsKey("+")) {
      throw new IllegalArgumentException(where + ": the rule before has no line '+'");
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
