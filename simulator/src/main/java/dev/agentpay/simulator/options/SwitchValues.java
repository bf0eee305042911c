package dev.agentpay.simulator.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The values that a switch allows. A value is a `Boolean`, an `Integer`, or a constant of
/// [Choices].
public sealed interface SwitchValues {

  /// One value, or one range of values, for the documentation.
  record Described(String value, String meaning) {}

  /// The default.
  Object defaultValue();

  /// The values that [Switches#random] chooses from.
  List<?> drawn();

  /// Converts a value from JSON or a configuration file.
  ///
  /// @throws IllegalArgumentException that says which values are allowed ("must be …")
  Object parse(Object value);

  /// All values with their meanings, the default first.
  List<Described> described();

  /// True or false.
  record Flag(boolean on, boolean isDrawn, String whenTrue, String whenFalse)
      implements SwitchValues {
    Flag(boolean on, String whenTrue, String whenFalse) {
      this(on, true, whenTrue, whenFalse);
    }

    /// A copy that [Switches#random] leaves at its default.
    Flag notDrawn() {
      return new Flag(on, false, whenTrue, whenFalse);
    }

    @Override
    public Object defaultValue() {
      return on;
    }

    @Override
    public List<?> drawn() {
      return isDrawn ? List.of(false, true) : List.of(on);
    }

    @Override
    public Object parse(Object value) {
      if (value instanceof Boolean) {
        return value;
      }
      throw new IllegalArgumentException("must be true or false");
    }

    @Override
    public List<Described> described() {
      final Described yes = new Described("true", whenTrue);
      final Described no = new Described("false", whenFalse);
      return on ? List.of(yes, no) : List.of(no, yes);
    }
  }

  /// One of a few numbers; the first is the default.
  record Numbers(List<Integer> numbers, List<String> meanings) implements SwitchValues {
    static Numbers of(int first, String firstMeaning, int second, String secondMeaning) {
      return new Numbers(List.of(first, second), List.of(firstMeaning, secondMeaning));
    }

    @Override
    public Object defaultValue() {
      return numbers.getFirst();
    }

    @Override
    public List<?> drawn() {
      return numbers;
    }

    @Override
    public Object parse(Object value) {
      if (value instanceof Integer number && numbers.contains(number)) {
        return number;
      }
      throw new IllegalArgumentException(
          "must be " + numbers.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
    }

    @Override
    public List<Described> described() {
      final List<Described> all = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i++) {
        all.add(new Described(String.valueOf(numbers.get(i)), meanings.get(i)));
      }
      return all;
    }
  }

  /// A whole number between two bounds, both included.
  record Range(int least, int most, int usual, List<Integer> drawn) implements SwitchValues {
    @Override
    public Object defaultValue() {
      return usual;
    }

    @Override
    public Object parse(Object value) {
      if (value instanceof Integer number && number >= least && number <= most) {
        return number;
      }
      throw new IllegalArgumentException("must be from %d to %d".formatted(least, most));
    }

    @Override
    public List<Described> described() {
      return List.of(
          new Described(String.valueOf(usual), ""),
          new Described("%d … %d".formatted(least, most), ""));
    }
  }

  /// One constant of an enum.
  ///
  /// @param all the default first
  record OneOf<E extends Enum<E>>(List<E> all, List<E> drawn) implements SwitchValues {
    static <E extends Enum<E>> OneOf<E> of(E preset) {
      final List<E> all =
          Stream.concat(
                  Stream.of(preset), Stream.of(constants(preset)).filter(each -> each != preset))
              .toList();
      return new OneOf<>(all, all);
    }

    /// A constant of the enum; [Switches#random] chooses between these two only.
    static <E extends Enum<E>> OneOf<E> drawing(E preset, E other) {
      return new OneOf<>(of(preset).all(), List.of(preset, other));
    }

    private static <E extends Enum<E>> E[] constants(E one) {
      return one.getDeclaringClass().getEnumConstants();
    }

    private static String meaning(Enum<?> constant) {
      try {
        final Choices.Means means =
            constant
                .getDeclaringClass()
                .getField(constant.name())
                .getAnnotation(Choices.Means.class);
        return Objects.requireNonNull(means, "a value without a meaning").value();
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException("An enum has no field for one of its constants", e);
      }
    }

    @Override
    public Object defaultValue() {
      return all.getFirst();
    }

    @Override
    public Object parse(Object value) {
      final String name = value instanceof Enum<?> constant ? constant.name() : value.toString();
      return all.stream()
          .filter(each -> each.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "must be one of "
                          + all.stream().map(Enum::name).collect(Collectors.joining(", "))));
    }

    @Override
    public List<Described> described() {
      return all.stream().map(each -> new Described(each.name(), meaning(each))).toList();
    }
  }
}
