package dev.agentpay.simulator.options;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// The behaviour of the simulated Twilio where the real one is not published: a value for each
/// [Switch]. A client that works under every setting also works with a real account. Immutable; set
/// as JSON by `PUT /simulator/switches`.
public final class Switches {
  private final Map<Switch, Object> values;

  private Switches(Map<Switch, Object> values) {
    this.values = values;
  }

  /// Every switch at its default.
  public static Switches defaults() {
    final EnumMap<Switch, Object> values = new EnumMap<>(Switch.class);
    for (Switch each : Switch.values()) {
      values.put(each, each.allowed().defaultValue());
    }
    return new Switches(values);
  }

  /// The defaults with these changes, as in JSON and configuration files.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Switches of(Map<String, ?> changes) {
    return defaults().with(changes);
  }

  /// Draws a value for every switch about Twilio. Switches for durations, for who answers, and for
  /// words that contradict the connector keep their defaults, because no client can handle every
  /// value of those.
  public static Switches random(RandomGenerator random) {
    final EnumMap<Switch, Object> values = new EnumMap<>(Switch.class);
    for (Switch each : Switch.values()) {
      final List<?> drawn = each.allowed().drawn();
      values.put(each, drawn.get(random.nextInt(drawn.size())));
    }
    return new Switches(values);
  }

  /// A copy with changes, by name.
  ///
  /// @throws IllegalArgumentException that names an unknown switch or a value that is not allowed
  public Switches with(Map<String, ?> changes) {
    final EnumMap<Switch, Object> changed = new EnumMap<>(values);
    changes.forEach((name, value) -> put(changed, name, value));
    return new Switches(changed);
  }

  private static void put(Map<Switch, Object> values, String name, Object value) {
    final Switch key =
        Switch.named(name)
            .orElseThrow(() -> new IllegalArgumentException("unknown switch " + name));
    try {
      values.put(key, key.allowed().parse(value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " " + e.getMessage() + "; got " + value, e);
    }
  }

  /// The value of a switch that is true or false.
  public boolean is(Switch key) {
    return (Boolean) value(key);
  }

  /// Whether the switch has this constant of [Choices] as its value.
  public boolean is(Switch key, Enum<?> value) {
    return value(key).equals(value);
  }

  /// The value of a switch that is a number.
  public int number(Switch key) {
    return (Integer) value(key);
  }

  /// The value of a switch that is a constant of [Choices].
  public <E extends Enum<E>> E choice(Switch key, Class<E> type) {
    return type.cast(value(key));
  }

  private Object value(Switch key) {
    return Objects.requireNonNull(values.get(key));
  }

  /// All values by switch name, as in JSON.
  @JsonValue
  public Map<String, Object> toMap() {
    final Map<String, Object> map = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> map.put(key.key(), value instanceof Enum<?> e ? e.name() : value));
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Switches switches && values.equals(switches.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "Switches" + toMap();
  }
}
