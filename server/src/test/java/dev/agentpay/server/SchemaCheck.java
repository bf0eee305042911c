package dev.agentpay.server;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks values against the schemas of a document: the part of JSON Schema that our documents use.
/// A keyword that it does not know is a problem as well, so that no rule is skipped.
public final class SchemaCheck {
  private static final Set<String> NOTES =
      Set.of("description", "title", "default", "examples", "additionalProperties", "required");

  private final JsonNode document;
  private final List<String> problems = new ArrayList<>();

  private SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /// Returns what is wrong with the value, one problem a line.
  ///
  /// @param document resolves references
  /// @param at a name for the value, for the problems
  public static List<String> problems(
      JsonNode document, String at, JsonNode schema, JsonNode value) {
    final SchemaCheck check = new SchemaCheck(document);
    check.check(at, schema, value);
    return List.copyOf(check.problems);
  }

  private void check(String at, JsonNode schema, JsonNode value) {
    schema.forEachEntry((keyword, rule) -> check(at, keyword, rule, value));
    checkNames(at, schema, value);
  }

  private void check(String at, String keyword, JsonNode rule, JsonNode value) {
    switch (keyword) {
      case "$ref" -> check(at, document.at(rule.asString().substring(1)), value);
      case "allOf" -> rule.forEach(part -> check(at, part, value));
      case "type" -> expect(isType(rule.asString(), value), at, "is not of type " + rule);
      case "const" -> expect(rule.equals(value), at, "is not " + rule);
      case "enum" -> expect(rule.valueStream().anyMatch(value::equals), at, "is none of " + rule);
      case "pattern" ->
          expect(
              value.isString() && Pattern.compile(rule.asString()).matcher(value.asString()).find(),
              at,
              "does not match " + rule);
      case "format" -> expect(isFormat(rule.asString(), value), at, "is no " + rule);
      case "minimum" -> expect(value.asDouble() >= rule.asDouble(), at, "is below " + rule);
      case "maximum" -> expect(value.asDouble() <= rule.asDouble(), at, "is above " + rule);
      case "maxLength" ->
          expect(value.asString("").length() <= rule.asInt(), at, "is longer than " + rule);
      case "items" -> value.forEach(item -> check(at + "[]", rule, item));
      case "properties" ->
          rule.forEachEntry(
              (name, part) -> {
                if (value.has(name)) {
                  check(at + "." + name, part, value.path(name));
                }
              });
      default -> expect(NOTES.contains(keyword), at, "has a schema with " + keyword);
    }
  }

  private void checkNames(String at, JsonNode schema, JsonNode value) {
    schema
        .path("required")
        .forEach(name -> expect(value.has(name.asString()), at, "has no " + name.asString()));
    final JsonNode more = schema.path("additionalProperties");
    final Set<String> others = new TreeSet<>(value.propertyNames());
    others.removeAll(schema.path("properties").propertyNames());
    if (more.isBoolean() && !more.asBoolean()) {
      expect(others.isEmpty(), at, "must not have " + others);
    } else if (more.isObject()) {
      others.forEach(name -> check(at + "." + name, more, value.path(name)));
    }
  }

  private void expect(boolean isMet, String at, String problem) {
    if (!isMet) {
      problems.add(at + " " + problem);
    }
  }

  private static boolean isType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> false;
    };
  }

  private static boolean isFormat(String format, JsonNode value) {
    return switch (format) {
      case "date-time" -> isInstant(value.asString(""));
      case "int64" -> value.isIntegralNumber();
      case "uri" -> value.asString("").matches("[a-z]+:[!-~]+");
      default -> false;
    };
  }

  private static boolean isInstant(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
