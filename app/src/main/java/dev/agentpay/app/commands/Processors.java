package dev.agentpay.app.commands;

import dev.agentpay.app.config.ConfigurationException;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ProcessorProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The processors that `agentpay connector` can use: the sandbox, and those that a `ServiceLoader`
/// finds. Their settings are environment variables: `AGENTPAY_STRIPE_SECRET_KEY`, or
/// `AGENTPAY_STRIPE_SECRET_KEY_FILE` for a file that contains the value.
final class Processors {
  /// The processor that contacts no bank. It is part of the connector.
  static final String SANDBOX = "sandbox";

  /// Longest file with a setting, in bytes.
  private static final long LONGEST_FILE = 16 * 1024;

  private static final String FILE_SUFFIX = "_FILE";

  private Processors() {}

  /// The names for `--processor`, in alphabetical order.
  static List<String> names() {
    return Stream.concat(Stream.of(SANDBOX), providers().map(ProcessorProvider::name))
        .sorted()
        .toList();
  }

  /// Makes the processor with this name; empty for the sandbox.
  ///
  /// @throws IllegalArgumentException if there is none
  /// @throws ConfigurationException if a setting is missing or invalid; names the variable
  static Optional<CardProcessor> make(String name, Map<String, String> environment) {
    if (name.equals(SANDBOX)) {
      return Optional.empty();
    }
    final ProcessorProvider provider =
        providers()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must be one of %s; got %s".formatted(String.join(", ", names()), name)));
    final List<String> problems = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    for (ProcessorProvider.Setting setting : provider.settings()) {
      final String variable = variable(name, setting.name());
      final Optional<String> value = value(variable, environment, problems);
      value.ifPresent(found -> settings.put(setting.name(), found));
      if (value.isEmpty() && setting.isRequired() && problems.isEmpty()) {
        problems.add(
            "%s is missing: set it, or %s%s, to %s"
                .formatted(variable, variable, FILE_SUFFIX, setting.description()));
      }
    }
    if (problems.isEmpty()) {
      try {
        return Optional.of(provider.create(settings));
      } catch (IllegalArgumentException e) {
        problems.addAll(named(name, String.valueOf(e.getMessage())));
      }
    }
    throw new ConfigurationException(problems, "docs/connector.md");
  }

  private static Stream<ProcessorProvider> providers() {
    return ServiceLoader.load(ProcessorProvider.class).stream().map(ServiceLoader.Provider::get);
  }

  private static Optional<String> value(
      String variable, Map<String, String> environment, List<String> problems) {
    final Optional<String> value = set(environment, variable);
    final Optional<String> file = set(environment, variable + FILE_SUFFIX);
    if (value.isPresent() && file.isPresent()) {
      problems.add("%s and %s%s must not both be set".formatted(variable, variable, FILE_SUFFIX));
    }
    if (value.isPresent() || file.isEmpty()) {
      return value;
    }
    try {
      final Path path = Path.of(file.get());
      if (Files.size(path) > LONGEST_FILE) {
        problems.add(
            "%s%s: the file %s has more than %s bytes"
                .formatted(variable, FILE_SUFFIX, path, LONGEST_FILE));
        return Optional.empty();
      }
      return Optional.of(Files.readString(path).strip());
    } catch (IOException | InvalidPathException e) {
      problems.add("%s%s: cannot read the file %s".formatted(variable, FILE_SUFFIX, file.get()));
      return Optional.empty();
    }
  }

  private static Optional<String> set(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  private static String variable(String processor, String setting) {
    return "AGENTPAY_%s_%s"
        .formatted(processor, setting)
        .toUpperCase(Locale.ROOT)
        .replace('-', '_');
  }

  /// Replaces the names of settings at the start of each line by those of the variables.
  private static List<String> named(String processor, String problems) {
    return problems
        .lines()
        .map(
            line -> {
              final int end = Math.max(0, line.indexOf(':'));
              return variable(processor, line.substring(0, end)) + line.substring(end);
            })
        .collect(Collectors.toList());
  }
}
