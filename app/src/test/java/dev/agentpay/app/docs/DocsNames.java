package dev.agentpay.app.docs;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.config.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Finds names in the docs that do not exist: commands, options, variables, settings, metrics, HTTP
/// paths, classes, files and links.
final class DocsNames {
  private static final Pattern AGENTPAY =
      Pattern.compile("(?<![\\w/.-])\\./agentpay((?: +[A-Za-z0-9_./=:-]+)*)");
  private static final Pattern DEV = Pattern.compile("\\./dev ([a-z]+)");
  private static final Pattern VARIABLE =
      Pattern.compile("(?<![A-Z_$])(?:AGENTPAY|TWILIO)_[A-Z][A-Z0-9_]*[A-Z0-9]");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern METRIC = Pattern.compile("agentpay_[a-z_]+[a-z]");
  private static final Pattern PATH = Pattern.compile("/[a-z][^ ]*");
  private static final Pattern CLASS = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+");
  private static final Pattern FILE =
      Pattern.compile("(?:[\\w.-]+/)+[\\w.-]+\\.(?:java|ts|mjs|json|md|txt|sql|sh)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

  /// The first part of every name of a setting that has parts.
  private static final Set<String> SETTING_GROUPS =
      Key.ALL.stream()
          .map(Key::name)
          .filter(name -> name.contains("."))
          .map(name -> name.substring(0, name.indexOf('.')))
          .collect(Collectors.toUnmodifiableSet());

  /// Names of others, which look like ours.
  private static final Set<String> FOREIGN =
      Set.of(
          "JavaScript",
          "TypeScript",
          "GenesysPay",
          "AgentPay",
          "OpenTelemetry",
          "PostgreSQL",
          "WebSocket",
          "EventSource",
          "GitHub",
          "NullAway",
          "ErrorProne",
          "AsyncAPI",
          "CloudWatch");

  private final Sources sources;
  private final CommandLine commands = AgentPay.commandLine();

  DocsNames(Sources sources) {
    this.sources = sources;
  }

  /// Returns what a page names and what does not exist.
  ///
  /// @param page relative to the root
  List<String> problems(Path page, String text) {
    final List<String> problems = new ArrayList<>();
    all(AGENTPAY, text).map(m -> m.group(1).strip()).map(this::command).forEach(problems::addAll);
    check(problems, "task", all(DEV, text).map(m -> m.group(1)), this::isTask);
    check(problems, "variable", all(VARIABLE, text).map(MatchResult::group), this::isVariable);
    final List<String> code = all(CODE, text).map(m -> m.group(1)).toList();
    check(
        problems,
        "setting",
        code.stream().filter(DocsNames::looksLikeSetting),
        DocsNames::isSetting);
    check(problems, "metric", all(METRIC, text).map(MatchResult::group), sources::hasMetric);
    check(problems, "path", code.stream().filter(DocsNames::looksLikePath), this::isPath);
    check(problems, "class", code.stream().filter(CLASS.asMatchPredicate()), this::isClass);
    check(
        problems,
        "file",
        code.stream().filter(FILE.asMatchPredicate()),
        file -> isFile(page, file));
    check(problems, "link", all(LINK, text).map(m -> m.group(1)), link -> isLink(page, text, link));
    return problems;
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static void check(
      List<String> problems, String kind, Stream<String> names, Predicate<String> exists) {
    names.distinct().filter(exists.negate()).forEach(name -> problems.add(kind + " " + name));
  }

  /// Checks the words after `./agentpay`: commands first, then options and their values.
  private List<String> command(String words) {
    final List<String> problems = new ArrayList<>();
    CommandLine at = commands;
    for (String word : words.isEmpty() ? List.<String>of() : Arrays.asList(words.split(" +"))) {
      final CommandLine sub = at.getSubcommands().get(word);
      if (sub != null) {
        at = sub;
      } else if (word.startsWith("--")) {
        final String option = word.replaceAll("=.*$", "").replaceAll("[.:]$", "");
        if (at.getCommandSpec().findOption(option) == null) {
          problems.add("option %s of %s".formatted(option, at.getCommandSpec().qualifiedName()));
        }
      } else if (at.getParent() == null) {
        problems.add("command " + word);
      }
    }
    return problems;
  }

  private boolean isTask(String task) {
    return sources.hasTask(task);
  }

  private boolean isVariable(String name) {
    return sources.hasIdentifier(name) || sources.hasIdentifier(name.replaceAll("_FILE$", ""));
  }

  private static boolean looksLikeSetting(String code) {
    return code.matches("[a-z-]+(\\.[a-z-]+)+(: .*)?")
        && SETTING_GROUPS.contains(code.substring(0, code.indexOf('.')));
  }

  private static boolean isSetting(String code) {
    final String name = code.replaceAll(": .*$", "");
    return Key.ALL.stream()
        .anyMatch(key -> key.name().equals(name) || key.name().startsWith(name + "."));
  }

  private static boolean looksLikePath(String code) {
    return PATH.matcher(code.replaceAll("^(GET|POST|PUT|DELETE) ", "")).matches();
  }

  private boolean isPath(String code) {
    final String path = code.replaceAll("^(GET|POST|PUT|DELETE) ", "");
    if (path.endsWith("/…") || path.endsWith("/*")) {
      return sources.hasPathBelow(path.substring(0, path.length() - 1));
    }
    return sources.hasPageFile(path)
        || sources.hasPath(path)
        || sources.hasPathBelow(path.endsWith("/") ? path : path + "/");
  }

  private boolean isClass(String name) {
    return FOREIGN.contains(name) || sources.hasIdentifier(name);
  }

  private boolean isFile(Path page, String file) {
    final Path root = sources.root();
    return Files.exists(root.resolve(file))
        || Files.exists(root.resolve(page).resolveSibling(file))
        || sources.endsWithFile(file);
  }

  private boolean isLink(Path page, String text, String link) {
    if (link.matches("[a-z]+:.*")) {
      return true;
    }
    final String file = link.replaceAll("#.*$", "");
    final Path target =
        file.isEmpty()
            ? sources.root().resolve(page)
            : sources.root().resolve(page).resolveSibling(file);
    if (!Files.exists(target)) {
      return false;
    }
    if (!link.contains("#")) {
      return true;
    }
    final String anchor = link.substring(link.indexOf('#') + 1);
    final String there = file.isEmpty() ? text : Sources.text(target);
    return all(HEADING, there).map(m -> anchorOf(m.group(1))).anyMatch(anchor::equals);
  }

  /// The anchor that GitHub gives to a heading.
  private static String anchorOf(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
