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

/// One rule of etc/rules.txt.
///
/// @param module whose tests hold it
/// @param file where it stands
/// @param out the text that is the rule, its spaces and line breaks like any others
/// @param in what stands there without it
/// @param test the test class that is tried first; empty when none is named
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
        rules.add(new Rule(parts.get("rule"), parts.get("module"), Path.of(parts.get("file")),
            parts.get("-"), parts.get("+"), parts.getOrDefault("test", "")));
      }
    }
    return rules;
  }

  /// In how many places the rule stands: with none or several it is not clear what to take out.
  int places(String source) {
    return (int) pattern().matcher(source).results().count();
  }

  String takenOut(String source) {
    return pattern().matcher(source).replaceFirst(Matcher.quoteReplacement(in));
  }

  private Pattern pattern() {
    return Pattern.compile(
        Stream.of(out.split(" ")).map(Pattern::quote).reduce((a, b) -> a + "\\s+" + b).orElseThrow());
  }
}
