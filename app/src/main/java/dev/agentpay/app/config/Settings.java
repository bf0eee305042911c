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

/// What the environment and a YAML file say, looked up by [Key]. Collects every error, so that all
/// are reported at once; nothing here ever prints a value, since some are secrets.
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

  private final Map<String, String> environment;
  private final Map<String, String> file = new HashMap<>();
  private final Map<Key, String> replaced = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  /// @param yaml a file that may say the same as the environment; the environment wins
  public Settings(Map<String, String> environment, Optional<Path> yaml) {
    this.environment = Map.copyOf(environment);
    yaml.ifPresent(this::read);
  }

  /// The value; when it is missing that is a problem, and an empty text stands in.
  public String text(Key key) {
    final Optional<String> said = said(key);
    if (said.isEmpty() && key.fallback().isEmpty()) {
      problem(key, "is missing: " + key.about());
    }
    return said.or(key::fallback).orElse("");
  }

  /// The value, or nothing when it is empty.
  Optional<String> maybe(Key key) {
    return Optional.of(text(key)).filter(t -> !t.isEmpty());
  }

  /// The parts of a value by comma, without the spaces around them.
  List<String> list(Key key) {
    return Pattern.compile(",")
        .splitAsStream(text(key))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .toList();
  }

  /// A duration such as `250ms`, `5s`, `15m`, `10h`.
  Duration duration(Key key) {
    final Matcher matcher = DURATION.matcher(text(key));
    if (!matcher.matches()) {
      problem(key, "is a number with ms, s, m or h, such as 15s");
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

  /// A whole number.
  int number(Key key, int min, int max) {
    try {
      final int number = Integer.parseInt(text(key));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    problem(key, "is a number from %d to %d".formatted(min, max));
    return min;
  }

  /// `true` or `false`.
  boolean flag(Key key) {
    final String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      problem(key, "is true or false");
    }
    return text.equals("true");
  }

  /// From now on this is the value, whatever was said: what a word such as `ngrok` stood for.
  void replace(Key key, String value) {
    replaced.put(key, value);
  }

  /// Notes that a value does not do.
  void problem(Key key, String what) {
    problems.add("%s (%s) %s".formatted(key.env(), key.name(), what));
  }

  /// Notes problems that some options found by themselves.
  void problems(List<String> found) {
    problems.addAll(found);
  }

  /// Makes something of the settings; what it does not like is a problem too.
  <T> Optional<T> make(Function<Settings, T> maker, Function<RuntimeException, List<String>> why) {
    try {
      return Optional.of(maker.apply(this));
    } catch (RuntimeException e) {
      problems.addAll(why.apply(e));
      return Optional.empty();
    }
  }

  /// Every problem so far.
  public List<String> problems() {
    return problems.stream().distinct().toList();
  }

  private Optional<String> said(Key key) {
    return Optional.ofNullable(replaced.get(key))
        .or(() -> Optional.ofNullable(environment.get(key.env())))
        .or(() -> Optional.ofNullable(file.get(key.name())))
        .or(() -> key.also().stream().map(environment::get).filter(Objects::nonNull).findFirst())
        .map(String::strip)
        .filter(t -> !t.isEmpty());
  }

  private void read(Path yaml) {
    try {
      flatten("", new YAMLMapper().readTree(Files.readString(yaml)));
    } catch (IOException e) {
      problems.add("the file %s cannot be read".formatted(yaml));
    } catch (JacksonException e) {
      problems.add(
          "the file %s is not YAML, at line %d".formatted(yaml, e.getLocation().getLineNr()));
    }
    final List<String> known = Key.ALL.stream().map(Key::name).toList();
    file.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(
            name -> problems.add("%s is no setting; see docs/configuration.md".formatted(name)));
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
