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

/// A JSON object of the server's, read by the names that we know; others are passed over. What must
/// be there and is not, or is of another kind, is a `BAD_ANSWER` that says which property of what.
public record JsonView(JsonNode node, String what) {

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name, "a string"));
  }

  /// The text, or this when there is none.
  String text(String name, String otherwise) {
    return optionalText(name).orElse(otherwise);
  }

  Optional<String> optionalText(String name) {
    return value(name)
        .map(
            v -> {
              if (!v.isString()) {
                throw missing(name, "a string");
              }
              return v.stringValue();
            });
  }

  long number(String name) {
    return value(name)
        .filter(JsonNode::canConvertToLong)
        .map(JsonNode::longValue)
        .orElseThrow(() -> missing(name, "a whole number"));
  }

  int number(String name, int otherwise) {
    return value(name).filter(JsonNode::canConvertToInt).map(JsonNode::intValue).orElse(otherwise);
  }

  public boolean flag(String name) {
    return value(name).map(v -> v.isBoolean() && v.booleanValue()).orElse(false);
  }

  Instant instant(String name) {
    return optionalInstant(name).orElseThrow(() -> missing(name, "a time"));
  }

  public Optional<Instant> optionalInstant(String name) {
    return optionalText(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException e) {
                throw missing(name, "a time such as 2026-01-31T12:00:00Z");
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
                throw missing(name, "a decimal number such as 42.50");
              }
            });
  }

  <E extends Enum<E>> E name(String property, Class<E> type, E unknown) {
    return optionalText(property).map(t -> Names.read(type, t, unknown)).orElse(unknown);
  }

  JsonView object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name, "an object"));
  }

  Optional<JsonView> optionalObject(String name) {
    return value(name).filter(JsonNode::isObject).map(v -> new JsonView(v, what + "." + name));
  }

  /// What the array holds; empty when there is none.
  public <T> List<T> list(String name, Function<JsonView, T> read) {
    return optionalList(name, read).orElseGet(List::of);
  }

  <T> Optional<List<T>> optionalList(String name, Function<JsonView, T> read) {
    return value(name)
        .map(
            array -> {
              if (!array.isArray()) {
                throw missing(name, "an array");
              }
              final List<T> items = new ArrayList<>();
              for (JsonNode item : array) {
                items.add(read.apply(new JsonView(item, what + "." + name)));
              }
              return items;
            });
  }

  /// This as a name, where it is an array's item.
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

  private PayException missing(String name, String kind) {
    return Problems.badAnswer("%s lacks '%s', %s".formatted(what, name, kind));
  }
}
