package dev.agentpay.app.commands;

import dev.agentpay.scenarios.Scenario;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The values of `demo --script`: the name of a scenario, or `all`.
final class ScriptNames implements ITypeConverter<String>, Iterable<String> {
  static final String ALL = "all";

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  @Override
  public String convert(String text) {
    if (!names().contains(text)) {
      throw new TypeConversionException(
          "there is no script '%s'; choose one of %s".formatted(text, String.join(", ", names())));
    }
    return text;
  }

  private static List<String> names() {
    return Stream.concat(Scenario.ALL.stream().map(Scenario::name), Stream.of(ALL)).toList();
  }
}
