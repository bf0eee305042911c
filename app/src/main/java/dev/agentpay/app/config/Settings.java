package dev.agentpay.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The settings from the environment and a YAML file, looked up by [Key]. Collects all problems, so
/// that they are reported together: each once, under the name that the operator used. Messages
/// contain no values, because some values are secrets.
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

  private final Map<String, String> environment;
  private final Map<String, String> file = new HashMap<>();
  private final Map<Key, String> overrides = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<Key> faulty = new HashSet<>();
  private final Optional<Path> yaml;

  /// Set if the file cannot be read or is not YAML. All other problems may come from that.
  private Optional<String> fileProblem = Optional.empty();

  /// @param yaml a file with settings; the environment overrides it
  public Settings(Map<String, String> environment, Optional<Path> yaml) {
    this.environment = Map.copyOf(environment);
    this.yaml = yaml;
    yaml.ifPresent(this::read);
  }

  /// Returns the value or the default. If a required setting is missing, records a problem and
  /// returns an empty string.
  public String text(Key key) {
    final Optional<String> configured = configured(key);
    if (configured.isEmpty() && key.defaultValue().isEmpty()) {
      problem(key, "is missing: set it to " + key.description());
    }
    return configured.or(key::defaultValue).orElse("");
  }

  /// Returns the value, or empty if it is an empty string.
  Optional<String> optional(Key key) {
    return Optional.of(text(key)).filter(t -> !t.isEmpty());
  }

  /// Returns the parts of a comma-separated value, without surrounding spaces and without empty
  /// parts.
  List<String> list(Key key) {
    return Pattern.compile(",")
        .splitAsStream(text(key))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .toList();
  }

  /// Parses a duration such as `250ms`, `5s`, `15m` or `10h`. If it is invalid or zero, records a
  /// problem and returns one second.
  Duration duration(Key key) {
    final Matcher matcher = DURATION.matcher(text(key));
    if (!matcher.matches()) {
      problem(key, "must be a number followed by ms, s, m or h, such as 15s");
      return Duration.ofSeconds(1);
    }
    final long number = Long.parseLong(matcher.group(1));
    if (number == 0) {
      problem(key, "must be longer than zero");
      return Duration.ofSeconds(1);
    }
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /// Parses a whole number. If it is invalid, records a problem and returns the minimum.
  int number(Key key, int min, int max) {
    try {
      final int number = Integer.parseInt(text(key));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The problem is recorded below.
    }
    problem(key, "must be a number from %s to %s".formatted(min, max));
    return min;
  }

  /// Parses `true` or `false`. If it is neither, records a problem and returns false.
  boolean flag(Key key) {
    final String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      problem(key, "must be true or false");
    }
    return text.equals("true");
  }

  /// Overrides the configured value, for instance the keyword `ngrok` with the URL of the tunnel.
  void override(Key key, String value) {
    overrides.put(key, value);
  }

  /// Records a problem with a setting.
  ///
  /// @param text the rest of a sentence that starts with the setting's name
  void problem(Key key, String text) {
    problems.add(nameOf(key) + " " + text);
    faulty.add(key);
  }

  /// Records what a module found in its options. Leaves out settings that had a problem before,
  /// because their options were made from a replacement value.
  ///
  /// @param found problems in the form `option: text`
  void moreProblems(List<String> found) {
    final Set<Key> before = Set.copyOf(faulty);
    for (String problem : found) {
      final String[] parts = problem.split(": ", 2);
      OptionNames.keyOf(parts[0])
          .ifPresentOrElse(
              key -> {
                if (!before.contains(key)) {
                  problem(key, parts[1]);
                }
              },
              () -> problems.add(problem));
    }
  }

  /// Whether a problem was recorded for the setting.
  boolean isFaulty(Key key) {
    return faulty.contains(key);
  }

  /// Returns the recorded problems, each once. An unreadable file is the only problem, because the
  /// others may come from it.
  public List<String> problems() {
    return fileProblem.map(List::of).orElseGet(() -> problems.stream().distinct().toList());
  }

  /// Returns the name under which the operator set the setting, or both names if it has no value.
  public String nameOf(Key key) {
    if (isSet(environment.get(key.env()))) {
      return key.env();
    }
    if (isSet(file.get(key.name()))) {
      return key.name() + yaml.map(path -> " in " + path).orElse("");
    }
    return key.aliases().stream()
        .filter(alias -> isSet(environment.get(alias)))
        .findFirst()
        .orElseGet(() -> "%s (%s)".formatted(key.env(), key.name()));
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  private Optional<String> configured(Key key) {
    return Optional.ofNullable(overrides.get(key))
        .or(() -> Optional.ofNullable(environment.get(key.env())).filter(Settings::isSet))
        .or(() -> Optional.ofNullable(file.get(key.name())).filter(Settings::isSet))
        .or(() -> key.aliases().stream().map(environment::get).filter(Settings::isSet).findFirst())
        .map(String::strip);
  }

  private void read(Path yaml) {
    try {
      flatten("", new YAMLMapper().readTree(Files.readString(yaml)));
    } catch (IOException e) {
      fileProblem =
          Optional.of(
              Files.exists(yaml)
                  ? "The file %s cannot be read: it must be a text file that this user may read"
                      .formatted(yaml)
                  : "The file %s does not exist: check the name after --config".formatted(yaml));
    } catch (JacksonException e) {
      fileProblem =
          Optional.of(
              "The file %s is not YAML: correct line %s"
                  .formatted(yaml, e.getLocation().getLineNr()));
    }
    final List<String> known = Key.ALL.stream().map(Key::name).toList();
    file.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(
            name -> problems.add("%s is not a setting: see docs/configuration.md".formatted(name)));
  }

  private void flatten(String prefix, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                      entry.getValue()));
    } else if (node.isArray()) {
      file.put(prefix, node.valueStream().map(JsonNode::asString).collect(Collectors.joining(",")));
    } else if (!node.isMissingNode() && !node.isNull()) {
      file.put(prefix, node.asString());
    }
  }
}
