package dev.agentpay.client.http;

import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.PayException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A JSON object from the server. Unknown properties are ignored. If a required property is missing
/// or has the wrong type, throws a `BAD_ANSWER` that names the property and the object.
public record JsonView(JsonNode node, String what) {

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> invalid(name, "a string"));
  }

  /// The text, or the fallback if there is none.
  String text(String name, String fallback) {
    return optionalText(name).orElse(fallback);
  }

  public Optional<String> optionalText(String name) {
    return value(name)
        .map(
            v -> {
              if (!v.isString()) {
                throw invalid(name, "a string");
              }
              return v.stringValue();
            });
  }

  long number(String name) {
    return value(name)
        .filter(JsonNode::canConvertToLong)
        .map(JsonNode::longValue)
        .orElseThrow(() -> invalid(name, "a whole number"));
  }

  int number(String name, int fallback) {
    return value(name).filter(JsonNode::canConvertToInt).map(JsonNode::intValue).orElse(fallback);
  }

  public boolean flag(String name) {
    return value(name).map(v -> v.isBoolean() && v.booleanValue()).orElse(false);
  }

  Instant instant(String name) {
    return optionalInstant(name).orElseThrow(() -> invalid(name, "a time"));
  }

  public Optional<Instant> optionalInstant(String name) {
    return optionalText(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException e) {
                throw invalid(name, "a time such as 2026-01-31T12:00:00Z");
              }
            });
  }

  Optional<BigDecimal> optionalDecimal(String name) {
    return optionalText(name)
        .map(
            text -> {
              try {
                return new BigDecimal(text);
              } catch (NumberFormatException e) {
                throw invalid(name, "a decimal number such as 42.50");
              }
            });
  }

  <E extends Enum<E>> E name(String property, Class<E> type, E unknown) {
    return optionalText(property).map(t -> Names.read(type, t, unknown)).orElse(unknown);
  }

  JsonView object(String name) {
    return optionalObject(name).orElseThrow(() -> invalid(name, "an object"));
  }

  Optional<JsonView> optionalObject(String name) {
    return value(name).filter(JsonNode::isObject).map(v -> new JsonView(v, what + "." + name));
  }

  /// The array's items; empty if there is no array.
  public <T> List<T> list(String name, Function<JsonView, T> read) {
    return optionalList(name, read).orElseGet(List::of);
  }

  <T> Optional<List<T>> optionalList(String name, Function<JsonView, T> read) {
    return value(name)
        .map(
            array -> {
              if (!array.isArray()) {
                throw invalid(name, "an array");
              }
              final List<T> items = new ArrayList<>();
              for (JsonNode item : array) {
                items.add(read.apply(new JsonView(item, what + "." + name)));
              }
              return items;
            });
  }

  /// This JSON value as an enum constant, for an item of an array.
  <E extends Enum<E>> E asName(Class<E> type, E unknown) {
    return node.isString() ? Names.read(type, node.stringValue(), unknown) : unknown;
  }

  /// The object's properties as plain values.
  Map<String, Object> asMap() {
    final Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      plain(property.getValue()).ifPresent(v -> map.put(property.getKey(), v));
    }
    return map;
  }

  private Optional<Object> plain(JsonNode value) {
    if (value.isObject()) {
      return Optional.of(new JsonView(value, what).asMap());
    }
    if (value.isArray()) {
      final List<Object> items = new ArrayList<>();
      value.forEach(item -> plain(item).ifPresent(items::add));
      return Optional.of(List.copyOf(items));
    }
    if (value.isString()) {
      return Optional.of(value.stringValue());
    }
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue());
    }
    return value.isNumber() ? Optional.of(value.numberValue()) : Optional.empty();
  }

  private Optional<JsonNode> value(String name) {
    final JsonNode value = node.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private PayException invalid(String name, String kind) {
    return Problems.badAnswer("%s: the property '%s' must be %s".formatted(what, name, kind));
  }
}
