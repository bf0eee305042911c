package dev.agentpay.stripe;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks requests against Stripe's published parameters (`requests.json`).
final class RequestSchemas {
  private static final int LONGEST_TEXT = 5_000;

  private final JsonNode all;

  RequestSchemas() {
    try (InputStream file = RequestSchemas.class.getResourceAsStream("requests.json")) {
      all = new JsonMapper().readTree(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  String apiVersion() {
    return all.at("/about/apiVersion").asString();
  }

  /// Returns what is wrong with a request; empty if it is valid.
  Optional<String> problem(String operation, Map<String, Object> form) {
    final JsonNode schema = all.path("requests").path(operation);
    return schema.isMissingNode()
        ? Optional.of("no such operation: " + operation)
        : problem(schema, form, "");
  }

  private static Optional<String> problem(JsonNode schema, Object value, String at) {
    if (schema.has("anyOf")) {
      Optional<String> last = Optional.empty();
      for (JsonNode option : schema.path("anyOf")) {
        last = problem(option, value, at);
        if (last.isEmpty()) {
          return last;
        }
      }
      return last;
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      return Optional.of("invalid value of " + at);
    }
    return switch (schema.path("type").asString("string")) {
      case "object" -> value instanceof Map<?, ?> map ? object(schema, map, at) : wrongType(at);
      case "map" ->
          value instanceof Map<?, ?> map ? each(schema.path("values"), map, at) : wrongType(at);
      case "array" ->
          value instanceof Map<?, ?> map ? each(schema.path("items"), map, at) : wrongType(at);
      case "integer" ->
          value.toString().matches("-?[0-9]{1,18}") ? Optional.empty() : wrongType(at);
      case "boolean" -> value.toString().matches("true|false") ? Optional.empty() : wrongType(at);
      default -> text(schema, value, at);
    };
  }

  private static Optional<String> object(JsonNode schema, Map<?, ?> map, String at) {
    for (JsonNode name : schema.path("required")) {
      if (!map.containsKey(name.asString())) {
        return Optional.of("missing: " + at + "." + name.asString());
      }
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      final JsonNode property = schema.path("properties").path(entry.getKey().toString());
      final String inner = at + "." + entry.getKey();
      final Optional<String> problem =
          property.isMissingNode()
              ? Optional.of("unknown parameter: " + inner)
              : problem(property, entry.getValue(), inner);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> each(JsonNode schema, Map<?, ?> map, String at) {
    return map.values().stream()
        .flatMap(value -> problem(schema, value, at + "[]").stream())
        .findFirst();
  }

  private static Optional<String> text(JsonNode schema, Object value, String at) {
    if (value instanceof Map) {
      return wrongType(at);
    }
    return value.toString().length() <= schema.path("maxLength").asInt(LONGEST_TEXT)
        ? Optional.empty()
        : Optional.of("too long: " + at);
  }

  private static boolean contains(JsonNode options, Object value) {
    for (JsonNode option : options) {
      if (option.asString().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> wrongType(String at) {
    return Optional.of("wrong type: " + at);
  }
}
