package dev.agentpay.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The settings from the environment and a YAML file, looked up by [Key]. Collects all problems, so
/// that they are reported together. Messages contain no values, because some values are secrets.
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

  private final Map<String, String> environment;
  private final Map<String, String> file = new HashMap<>();
  private final Map<Key, String> overrides = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  /// @param yaml a file with settings; the environment overrides it
  public Settings(Map<String, String> environment, Optional<Path> yaml) {
    this.environment = Map.copyOf(environment);
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

  /// Parses a duration such as `250ms`, `5s`, `15m` or `10h`. If it is invalid, records a problem
  /// and returns one second.
  Duration duration(Key key) {
    final Matcher matcher = DURATION.matcher(text(key));
    if (!matcher.matches()) {
      problem(key, "must be a number followed by ms, s, m or h, such as 15s");
      return Duration.ofSeconds(1);
    }
    final long number = Long.parseLong(matcher.group(1));
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
    problem(key, "must be a number from %d to %d".formatted(min, max));
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
    problems.add("%s (%s) %s".formatted(key.env(), key.name(), text));
  }

  /// Records problems that an options object found.
  void problems(List<String> found) {
    problems.addAll(found);
  }

  /// Builds an object from the settings. If the builder throws, records its problems and returns
  /// empty.
  ///
  /// @param problemsOf turns the exception into problems
  <T> Optional<T> build(
      Function<Settings, T> builder, Function<RuntimeException, List<String>> problemsOf) {
    try {
      return Optional.of(builder.apply(this));
    } catch (RuntimeException e) {
      problems.addAll(problemsOf.apply(e));
      return Optional.empty();
    }
  }

  /// Returns the recorded problems, each once.
  public List<String> problems() {
    return problems.stream().distinct().toList();
  }

  private Optional<String> configured(Key key) {
    return Optional.ofNullable(overrides.get(key))
        .or(() -> Optional.ofNullable(environment.get(key.env())))
        .or(() -> Optional.ofNullable(file.get(key.name())))
        .or(() -> key.aliases().stream().map(environment::get).filter(Objects::nonNull).findFirst())
        .map(String::strip)
        .filter(t -> !t.isEmpty());
  }

  private void read(Path yaml) {
    try {
      flatten("", new YAMLMapper().readTree(Files.readString(yaml)));
    } catch (IOException e) {
      problems.add(
          "The file %s cannot be read: check its name and its permissions".formatted(yaml));
    } catch (JacksonException e) {
      problems.add(
          "The file %s is not YAML: correct line %d".formatted(yaml, e.getLocation().getLineNr()));
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
