package dev.agentpay.server.openapi;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds what in a schema breaks a client of the released one.
///
/// A request must accept all that it accepted; an answer must contain all that it contained. A new
/// value of an enum in an answer is no breaking change: clients must accept values they don't know.
final class SchemaChanges {
  enum Direction {
    REQUEST,
    ANSWER
  }

  private static final List<String> LOWER_BOUNDS =
      List.of("minLength", "minimum", "minItems", "minProperties");
  private static final List<String> UPPER_BOUNDS =
      List.of("maxLength", "maximum", "maxItems", "maxProperties");

  private final JsonNode released;
  private final JsonNode current;
  private final Direction direction;
  private final Consumer<String> found;
  private final Set<String> open = new HashSet<>();

  SchemaChanges(JsonNode released, JsonNode current, Direction direction, Consumer<String> found) {
    this.released = released;
    this.current = current;
    this.direction = direction;
    this.found = found;
  }

  void compare(JsonNode oldSchema, JsonNode newSchema, String at) {
    final String pair = oldSchema + " " + newSchema;
    if (!open.add(pair)) {
      return; // the schema contains itself
    }
    final JsonNode before = flat(released, oldSchema);
    final JsonNode after = flat(current, newSchema);
    values(before, after, at);
    alternatives(before, after, at);
    properties(before, after, at);
    for (String child : List.of("items", "additionalProperties", "contentSchema")) {
      if (before.path(child).isObject()) {
        compare(before.path(child), after.path(child), at + "[]");
      }
    }
    open.remove(pair);
  }

  private void values(JsonNode before, JsonNode after, String at) {
    final Set<String> oldTypes = texts(before.path("type"));
    final Set<String> newTypes = texts(after.path("type"));
    final boolean same =
        direction == Direction.REQUEST
            ? newTypes.isEmpty() || (newTypes.containsAll(oldTypes) && !oldTypes.isEmpty())
            : oldTypes.isEmpty() || (oldTypes.containsAll(newTypes) && !newTypes.isEmpty());
    if (!same) {
      found.accept(at + ": type changed from " + oldTypes + " to " + newTypes);
    }
    if (!before.path("format").equals(after.path("format"))) {
      found.accept(at + ": format changed");
    }
    if (!before.path("const").equals(after.path("const"))) {
      found.accept(at + ": const changed");
    }
    final Set<String> oldValues = texts(before.path("enum"));
    final Set<String> newValues = texts(after.path("enum"));
    if (!newValues.isEmpty() && oldValues.isEmpty() && direction == Direction.REQUEST) {
      found.accept(at + ": only some values are allowed now");
    }
    if (!newValues.isEmpty()) {
      oldValues.stream()
          .filter(value -> !newValues.contains(value))
          .forEach(value -> found.accept(at + ": value " + value + " was removed"));
    }
    if (direction == Direction.REQUEST) {
      bounds(before, after, at);
    }
  }

  private void bounds(JsonNode before, JsonNode after, String at) {
    if (after.has("pattern") && !after.path("pattern").equals(before.path("pattern"))) {
      found.accept(at + ": pattern changed");
    }
    for (String name : LOWER_BOUNDS) {
      if (after.has(name)
          && (!before.has(name) || after.path(name).asDouble() > before.path(name).asDouble())) {
        found.accept(at + ": " + name + " was raised");
      }
    }
    for (String name : UPPER_BOUNDS) {
      if (after.has(name)
          && (!before.has(name) || after.path(name).asDouble() < before.path(name).asDouble())) {
        found.accept(at + ": " + name + " was lowered");
      }
    }
  }

  private void alternatives(JsonNode before, JsonNode after, String at) {
    final Set<JsonNode> remaining = new LinkedHashSet<>();
    after.path("oneOf").forEach(remaining::add);
    for (JsonNode alternative : before.path("oneOf")) {
      if (remaining.contains(alternative)) {
        compare(alternative, alternative, at);
      } else {
        found.accept(at + ": alternative " + alternative + " was removed");
      }
    }
  }

  private void properties(JsonNode before, JsonNode after, String at) {
    final Set<String> oldRequired = texts(before.path("required"));
    final Set<String> newRequired = texts(after.path("required"));
    for (Map.Entry<String, JsonNode> property : before.path("properties").properties()) {
      final String field = at + "." + property.getKey();
      final JsonNode now = after.path("properties").path(property.getKey());
      if (now.isMissingNode()) {
        found.accept(field + ": was removed");
      } else {
        compare(property.getValue(), now, field);
      }
    }
    if (direction == Direction.REQUEST) {
      newRequired.stream()
          .filter(name -> !oldRequired.contains(name))
          .forEach(name -> found.accept(at + "." + name + ": is required now"));
      if (isClosed(after) && !isClosed(before)) {
        found.accept(at + ": other fields are refused now");
      }
    } else {
      oldRequired.stream()
          .filter(name -> !newRequired.contains(name))
          .forEach(name -> found.accept(at + "." + name + ": may be missing now"));
    }
  }

  private static boolean isClosed(JsonNode schema) {
    final JsonNode more = schema.path("additionalProperties");
    return more.isBoolean() && !more.asBoolean();
  }

  /// The schema with its references and `allOf` merged into it.
  private static ObjectNode flat(JsonNode document, JsonNode schema) {
    final ObjectNode merged = ((ObjectNode) document).objectNode();
    if (schema.has("$ref")) {
      merge(merged, flat(document, document.at(schema.path("$ref").asString().substring(1))));
    }
    schema.path("allOf").forEach(part -> merge(merged, flat(document, part)));
    if (schema.isObject()) {
      merge(merged, (ObjectNode) schema);
    }
    merged.remove(List.of("$ref", "allOf"));
    return merged;
  }

  private static void merge(ObjectNode target, ObjectNode part) {
    for (Map.Entry<String, JsonNode> entry : part.properties()) {
      final JsonNode there = target.path(entry.getKey());
      if (entry.getKey().equals("properties") && there.isObject()) {
        ((ObjectNode) there).setAll((ObjectNode) entry.getValue());
      } else if (entry.getKey().equals("required") && there.isArray()) {
        ((ArrayNode) there).addAll((ArrayNode) entry.getValue());
      } else {
        target.set(entry.getKey(), entry.getValue().deepCopy());
      }
    }
  }

  private static Set<String> texts(JsonNode node) {
    if (node.isMissingNode()) {
      return Set.of();
    }
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(JsonNode::asString)
            .collect(Collectors.toCollection(LinkedHashSet::new))
        : Set.of(node.asString());
  }
}
