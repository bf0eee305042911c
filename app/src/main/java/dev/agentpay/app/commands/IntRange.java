package dev.agentpay.app.commands;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Parses the value of an option that is a whole number in a range.
abstract class IntRange implements ITypeConverter<Integer> {
  private final int min;
  private final int max;

  private IntRange(int min, int max) {
    this.min = min;
    this.max = max;
  }

  /// A TCP port; 0 chooses a free one.
  static final class Port extends IntRange {
    Port() {
      super(0, 65_535);
    }
  }

  /// The number of dead letters to list; the server returns at most 500.
  static final class Limit extends IntRange {
    Limit() {
      super(1, 500);
    }
  }

  @Override
  public Integer convert(String text) {
    try {
      final int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The error is reported below.
    }
    throw new TypeConversionException(
        "'%s' is not a whole number from %d to %d".formatted(text, min, max));
  }
}
